import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exampleFields, exampleFiles, exampleManifest } from '../../test/exampleManifest.ts'
import { refusalOf } from '../../test/refusalOf.ts'
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

test('refuses a configuration in which a key stands twice: members and the runtime would read two settings', () => {
  const files = [
    ...exampleFiles,
    { path: 'generation_config.json', bytes: new TextEncoder().encode('{"a":1,"a":2}') },
  ]
  expect(() => createManifest({ files, fields: exampleFields })).toThrow(
    expect.objectContaining({ code: 'content_refused', path: 'generation_config.json', at: 'a' }),
  )
})

test('a licence may be a file of the bundle, and only one that is there', () => {
  const fields = { ...exampleFields, license: undefined, license_name: 'Ours', license_link: 'LICENSE' }
  const licence = { path: 'LICENSE', bytes: new TextEncoder().encode('Words.') }
  expect(createManifest({ files: [...exampleFiles, licence], fields }).license_link).toBe('LICENSE')
  expect(() => createManifest({ files: exampleFiles, fields })).toThrow(
    expect.objectContaining({ code: 'manifest_invalid', at: 'license_link', path: 'LICENSE' }),
  )
  const elsewhere = { ...fields, license_link: 'config.json' }
  expect(() => createManifest({ files: exampleFiles, fields: elsewhere })).toThrow(
    expect.objectContaining({ code: 'manifest_invalid', at: 'license_link' }),
  )
})

test('any renamed file gives another root', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/)
  fc.assert(
    fc.property(fc.nat(exampleFiles.length - 1), name, (index, stem) => {
      const files = exampleFiles.map((file, each) => {
        const extension = file.path.slice(file.path.lastIndexOf('.'))
        return each === index ? { ...file, path: `renamed/${stem}${extension}` } : file
      })
      const { filesRoot: root } = createManifest({ files, fields: exampleFields })
      expect(root).not.toBe(exampleManifest().filesRoot)
    }),
  )
})

test('an empty file is named, with what to do', () => {
  const files = [{ path: 'a.txt', bytes: new Uint8Array() }]
  expect(refusalOf(() => createManifest({ files, fields: exampleFields }))).toStrictEqual({
    code: 'manifest_invalid',
    message: '"a.txt" is empty.',
    next: 'Leave the file out of the bundle.',
    details: { path: 'a.txt' },
  })
})
