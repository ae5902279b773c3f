import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSigningKey } from './openSigningKey.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-key-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('makes a key once, for its owner’s eyes only, and keeps it', async () => {
  const first = await openSigningKey(folder)
  expect((await stat(join(folder, 'signing-key'))).mode & 0o777).toBe(0o600)
  expect((await openSigningKey(folder)).address).toBe(first.address)
  expect(await readdir(folder)).toEqual(['signing-key'])
})

test('a damaged key is an error, never a reason to become somebody else', async () => {
  await writeFile(join(folder, 'signing-key'), '0x1234')
  await expect(openSigningKey(folder)).rejects.toMatchObject({
    code: 'storage_failed',
    message: expect.stringContaining('does not hold a signing key'),
    facts: { next: expect.stringContaining('Restore it') },
  })
})
