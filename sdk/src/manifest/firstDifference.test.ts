import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exampleManifest } from '../../test/exampleManifest.ts'
import { filesRoot } from './filesRoot.ts'
import { firstDifference } from './firstDifference.ts'
import type { ManifestFile } from './schema.ts'

const manifest = exampleManifest()
const digest = 'f'.repeat(64)
/** The example's files with some of them changed; `undefined` leaves one out. */
function changed(changes: Record<string, Partial<ManifestFile> | undefined>): ManifestFile[] {
  return manifest.files.flatMap((file) =>
    file.path in changes && changes[file.path] === undefined ? [] : [{ ...file, ...changes[file.path] }],
  )
}
const sha256Of = (path: string) => manifest.files.find((file) => file.path === path)?.sha256

test('finds none where the files are those of the manifest, in any order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(manifest.files, { minLength: manifest.files.length }), (files) => {
      expect(firstDifference(manifest, files)).toBeUndefined()
    }),
  )
})

test('names what is expected and what was found', () => {
  expect(firstDifference(manifest, changed({ 'config.json': undefined }))).toEqual({
    code: 'file_missing',
    path: 'config.json',
    expected: sha256Of('config.json'),
    found: null,
  })
  const extra = { path: 'vocab.txt', size: 3, sha256: digest }
  expect(firstDifference(manifest, [...manifest.files, extra])).toEqual({
    code: 'file_unlisted',
    path: 'vocab.txt',
    expected: null,
    found: digest,
  })
  expect(firstDifference(manifest, changed({ 'config.json': { size: 1 } }))).toEqual({
    code: 'size_mismatch',
    path: 'config.json',
    expected: 21,
    found: 1,
  })
  expect(firstDifference(manifest, changed({ 'config.json': { sha256: digest } }))).toEqual({
    code: 'digest_mismatch',
    path: 'config.json',
    expected: sha256Of('config.json'),
    found: digest,
  })
})

test('of several it names a missing file first, then one too many, then a size, then a digest', () => {
  const all: Record<string, Partial<ManifestFile> | undefined> = {
    'tokenizer.json': undefined,
    'onnx/model.onnx': { size: 1 },
    'README.md': { sha256: digest },
  }
  const extra = { path: 'A.txt', size: 3, sha256: digest }
  const code = (files: ManifestFile[]) => firstDifference(manifest, files)?.code
  expect(code([extra, ...changed(all)])).toBe('file_missing')
  delete all['tokenizer.json']
  expect(code([extra, ...changed(all)])).toBe('file_unlisted')
  expect(code(changed(all))).toBe('size_mismatch')
  delete all['onnx/model.onnx']
  expect(code(changed(all))).toBe('digest_mismatch')
})

test('of several of one kind it names the first by the bytes of the path', () => {
  const all = (change: Partial<ManifestFile>) =>
    manifest.files.map((file) => ({ ...file, ...change })).reverse()
  expect(firstDifference(manifest, [])?.path).toBe('README.md')
  expect(firstDifference(manifest, all({ size: 1 }))?.path).toBe('README.md')
  expect(firstDifference(manifest, all({ sha256: digest }))?.path).toBe('README.md')
  const extras = ['b.txt', 'B.txt', 'a.txt'].map((path) => ({ path, size: 3, sha256: digest }))
  expect(firstDifference(manifest, [...extras, ...manifest.files])?.path).toBe('B.txt')
  expect(firstDifference({ files: [...manifest.files].reverse() }, [])?.path).toBe('README.md')
})

test('finds the new name of a renamed file', () => {
  const renamed = changed({ 'config.json': { path: 'other.json' } })
  expect(firstDifference(manifest, renamed)).toMatchObject({
    code: 'file_missing',
    path: 'config.json',
    renamed: 'other.json',
  })
})

test('finds one whenever the root is another', () => {
  const path = fc.constantFrom('README.md', 'config.json', 'vocab.txt', 'onnx/model.onnx')
  const file = fc.record({
    path,
    size: fc.integer({ min: 1, max: 3 }),
    sha256: fc.constantFrom(digest, 'e'.repeat(64)),
  })
  const files = fc.uniqueArray(file, { minLength: 1, selector: (each) => each.path })
  fc.assert(
    fc.property(files, files, (listed, measured) => {
      const differs = firstDifference({ files: listed }, measured) !== undefined
      expect(differs).toBe(filesRoot(listed) !== filesRoot(measured))
    }),
  )
})

test('a new name is only that of a file with the same bytes', () => {
  const other = { path: 'a.json', size: 3, sha256: digest }
  const missing = {
    code: 'file_missing',
    path: 'config.json',
    expected: sha256Of('config.json'),
    found: null,
  }
  const gone = changed({ 'config.json': undefined })
  expect(firstDifference(manifest, [other, ...gone])).toStrictEqual(missing)
  expect(
    firstDifference(manifest, [other, ...changed({ 'config.json': { path: 'other.json' } })]),
  ).toStrictEqual({ ...missing, renamed: 'other.json' })
})
