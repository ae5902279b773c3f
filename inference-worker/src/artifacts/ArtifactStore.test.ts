import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ArtifactStore } from './ArtifactStore.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}
async function* breaking(text: string) {
  yield Buffer.from(text)
  throw new Error('the source broke off')
}

let folder: string
let store: ArtifactStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-store-'))
  store = await ArtifactStore.open(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('keeps a file under the digest of its bytes', async () => {
  const digest = sha256('hello world')
  await store.put('a.txt', digest, 11, chunks('hello', ' world'))
  expect(store.pathOf(digest)).toBe(join(folder, 'artifacts', 'sha256', digest.slice(0, 2), digest))
  expect(await readFile(store.pathOf(digest), 'utf8')).toBe('hello world')
  expect(await store.sizeOf(digest)).toBe(11)
})

test('other bytes than the digest’s are refused by path and both digests, and nothing of them is left', async () => {
  const expected = sha256('right')
  await expect(store.put('onnx/model.onnx', expected, 5, chunks('wrong'))).rejects.toMatchObject({
    code: 'artifact_mismatch',
    facts: { path: 'onnx/model.onnx', expected, actual: sha256('wrong') },
    message: expect.stringContaining(sha256('wrong')),
  })
  expect(await store.sizeOf(expected)).toBeUndefined()
  expect(await store.unfinished()).toEqual([])
})

test('a file that is too long is refused before it is whole, one too short at its end', async () => {
  const digest = sha256('abc')
  let pulled = 0
  async function* endless() {
    for (;;) {
      pulled++
      yield Buffer.from('abc')
    }
  }
  await expect(store.put('a.txt', digest, 3, endless())).rejects.toMatchObject({ code: 'manifest_refused' })
  expect(pulled).toBe(2)
  await expect(store.put('a.txt', digest, 4, chunks('abc'))).rejects.toThrow(
    'has 3 bytes, its manifest declares 4',
  )
  expect(await store.unfinished()).toEqual([])
})

test('a source that breaks off leaves nothing half-written', async () => {
  const digest = sha256('abcdef')
  await expect(store.put('a.txt', digest, 6, breaking('abc'))).rejects.toThrow('the source broke off')
  expect(await store.unfinished()).toEqual([])
  expect(await store.sizeOf(digest)).toBeUndefined()
})

test('opening clears away what a killed process left, and keeps what was complete', async () => {
  const digest = sha256('kept')
  await store.put('a.txt', digest, 4, chunks('kept'))
  await writeFile(join(folder, 'artifacts', 'incoming', 'leftover'), 'half a fi')
  const again = await ArtifactStore.open(folder)
  expect(await again.unfinished()).toEqual([])
  expect(await again.sizeOf(digest)).toBe(4)
  expect(await readdir(join(folder, 'artifacts'))).toEqual(['incoming', 'sha256'])
})

test('a changed small file is noticed when it is read, also when it has grown', async () => {
  const digest = sha256('{"a":1}')
  await store.put('manifest.json', digest, 7, chunks('{"a":1}'))
  await writeFile(store.pathOf(digest), '{"a":2}')
  await expect(store.readChecked('manifest.json', digest, 100)).rejects.toMatchObject({
    code: 'artifact_mismatch',
    facts: { path: 'manifest.json', expected: digest, actual: sha256('{"a":2}') },
  })
  await writeFile(store.pathOf(digest), 'x'.repeat(101))
  await expect(store.readChecked('manifest.json', digest, 100)).rejects.toMatchObject({
    code: 'artifact_mismatch',
  })
})

test('a digest that is not one cannot become a path', () => {
  expect(() => store.pathOf('../../etc/passwd')).toThrow('Not a sha256 digest')
})
