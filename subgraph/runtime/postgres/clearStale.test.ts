import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clearStale } from './clearStale.ts'

let data: string

beforeEach(async () => {
  data = await mkdtemp(path.join(os.tmpdir(), 'cw-stale-'))
})

afterEach(() => rm(data, { recursive: true }))

it.each([
  ['a process that is gone', '999999999'],
  // This very process: alive, and no database.
  ['a process that is something else by now', String(process.pid)],
  ['nothing that can be read', 'rubbish'],
])('removes a lock that names %s', async (_, pid) => {
  await writeFile(path.join(data, 'postmaster.pid'), `${pid}\n${data}\n`)
  await clearStale(data)
  expect(await readdir(data)).toEqual([])
})

it('has nothing to do without one', async () => {
  await clearStale(path.join(data, 'missing'))
  expect(await readdir(data)).toEqual([])
})
