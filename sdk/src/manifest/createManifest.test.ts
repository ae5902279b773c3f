import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { exampleFields, exampleFiles, exampleManifest } from '../../test/exampleManifest.ts'
import { createManifest } from './createManifest.ts'
import { filesRoot } from './filesRoot.ts'

test('lists every file by the bytes of its path, with size and digest', () => {
  const manifest = exampleManifest()
  expect(manifest.files.map((file) => file.path)).toEqual([
    'README.md',
    'config.json',
    'onnx/model.onnx',
    'tokenizer.json',
  ])
  for (const { path, bytes } of exampleFiles) {
    const listed = manifest.files.find((file) => file.path === path)
    expect(listed?.size).toBe(bytes.length)
    expect(listed?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  }
  expect(manifest.filesRoot).toBe(filesRoot(manifest.files))
})

test('refuses an empty file and a pickle, by name', () => {
  const extra = (path: string, bytes: Uint8Array) => () =>
    createManifest({ files: [...exampleFiles, { path, bytes }], fields: exampleFields })
  expect(extra('empty.txt', new Uint8Array())).toThrow(expect.objectContaining({ path: 'empty.txt' }))
  expect(extra('pytorch_model.bin', new Uint8Array([1]))).toThrow(/pickle/)
  expect(extra('onnx/other.onnx', new Uint8Array([0x80, 0x04, 0x95]))).toThrow(
    expect.objectContaining({ code: 'content_refused', path: 'onnx/other.onnx' }),
  )
})
