import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AutoConfig, AutoTokenizer, env, pipeline } from '@huggingface/transformers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256Hex, tinyBundle } from '../../test/tinyBundle.ts'
import { lockEnvironment } from './lockEnvironment.ts'

// Locking is for the life of a process; this file has one of its own.
const bundle = tinyBundle()
const id = sha256Hex(bundle.manifestBytes)
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.end('{}')
})
let folder: string
let url: string
let release: () => void

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  folder = await mkdtemp(join(tmpdir(), 'commonweal-lock-'))
  await writeFile(join(folder, 'config.json'), '{"model_type":"bert"}')
  release = lockEnvironment(
    id,
    new Map([...bundle.files].map(([path, bytes]) => [path, Uint8Array.from(bytes)])),
  )
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

test('loads the verified files under their digest, without local_files_only too', async () => {
  const run = await pipeline('text-classification', id, { device: 'cpu', dtype: 'fp32' })
  expect(await run('bread')).toMatchObject([{ label: 'food' }])
})

test.each([
  ['an absolute path', () => folder],
  ['a path upwards', () => `../../../../../../../../../..${folder}`],
  ['a path below', () => `${id}/../../..${folder}`],
  ['a name on the hub', () => 'Xenova/bert-base-uncased'],
  ['an address', () => url],
  ['a file address', () => `file://${folder}`],
])('%s leads nowhere', async (_, model) => {
  await expect(AutoConfig.from_pretrained(model())).rejects.toThrow()
  await expect(AutoTokenizer.from_pretrained(model())).rejects.toThrow()
  await expect(pipeline('text-classification', model())).rejects.toThrow()
  expect(asked).toEqual([])
})

test('a file that is not in the bundle does not exist, whatever the call says', async () => {
  await expect(pipeline('text-classification', id, { dtype: 'q8' })).rejects.toThrow()
  await expect(
    pipeline('text-classification', id, { dtype: 'fp32', model_file_name: '../config' }),
  ).rejects.toThrow()
  await expect(pipeline('text-classification', id, { dtype: 'fp32', subfolder: folder })).rejects.toThrow()
  await expect(pipeline('text-classification', id, { dtype: 'fp32', revision: '../main' })).rejects.toThrow()
})

test('nothing can be opened again', async () => {
  expect(Object.isFrozen(env)).toBe(true)
  expect(() => {
    env.allowRemoteModels = true
  }).toThrow(TypeError)
  expect(() => {
    env.customCache = null
  }).toThrow(TypeError)
  await expect(fetch(url)).rejects.toThrow('Nothing is fetched here')
  expect(asked).toEqual([])
})

test('the bytes are let go of once the model is loaded', async () => {
  release()
  await expect(AutoConfig.from_pretrained(id)).rejects.toThrow()
})
