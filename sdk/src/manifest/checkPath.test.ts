import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { ManifestError } from '../errors/ManifestError.ts'
import { checkPath } from './checkPath.ts'

function refusal(path: string): ManifestError {
  try {
    checkPath(path)
  } catch (error) {
    if (error instanceof ManifestError) return error
    throw error
  }
  throw new Error(`${JSON.stringify(path)} was accepted`)
}

test.each([
  'config.json',
  'tokenizer.json',
  'onnx/model.onnx',
  'onnx/model_quantized.onnx',
  'onnx/model.onnx_data',
  'onnx/model.onnx_data_12',
  'vocab.txt',
  'spiece.model',
  'README.md',
  'chat_template.jinja',
  'LICENSE',
  'legal/NOTICE',
  'words/kōrero.txt',
  '.hidden.json',
])('accepts %s', (path) => {
  expect(() => checkPath(path)).not.toThrow()
})

describe('refuses, naming the path and the reason', () => {
  test.each([
    ['', /empty/],
    ['/etc/passwd.json', /absolute/],
    ['C:/x.json', /absolute/],
    ['c:x.json', /absolute/],
    ['../x.json', /"\.\."/],
    ['a/../x.json', /"\.\."/],
    ['a/./x.json', /"\."/],
    ['a//x.json', /empty segment/],
    ['a/', /empty segment/],
    ['a\\x.json', /backslash/],
    ['..\\x.json', /backslash/],
    ['a\u0000.json', /control/],
    ['a\n.json', /control/],
    ['a\u202egpj.json', /invisible/],
    ['a\u200b.json', /invisible/],
    ['\ud800.json', /control, invisible or unassigned/],
    ['cafe\u0301.json', /NFC/],
    ['CON.json', /Windows/],
    ['a/nul', /Windows/],
    ['COM1.txt', /Windows/],
    ['lpt¹.txt', /Windows/],
    ['a?.json', /one of/],
    ['ab:c.json', /one of/],
    [' a.json', /space/],
    ['a /b.json', /space/],
    ['a./b.json', /dot/],
    ['manifest.json', /itself/],
    ['Manifest.JSON', /itself/],
    [`${'a'.repeat(121)}.json`, /120 bytes/],
    [`${'a/'.repeat(8)}b.json`, /8 levels/],
    [`${'abcdefghi/'.repeat(3)}${'ā'.repeat(110)}.json`, /bytes/],
    ['pytorch_model.bin', /pickle/],
    ['model.pt', /pickle/],
    ['model.PKL', /pickle/],
    ['a.ckpt', /pickle/],
    ['a.npy', /pickle/],
    ['model.h5', /Keras/],
    ['custom.py', /executable/],
    ['lib.so', /executable/],
    ['a.dll', /executable/],
    ['a.exe', /executable/],
    ['a.sh', /executable/],
    ['a.wasm', /executable/],
    ['a.mjs', /executable/],
    ['index.html', /executable/],
    ['a.zip', /archive/],
    ['model.safetensors', /not a file a bundle may hold/],
    ['a.constructor', /not a file a bundle may hold/],
    ['a.JSON', /not a file a bundle may hold/],
    ['a.onnx_data_0', /not a file a bundle may hold/],
    ['license', /no extension/],
    ['Makefile', /no extension/],
  ])('%j', (path, reason) => {
    const error = refusal(path)
    expect(error.code).toBe('path_refused')
    expect(error.path).toBe(path)
    expect(error.message).toContain(JSON.stringify(path))
    expect(error.message).toMatch(reason)
    expect(error.next).toBeTruthy()
  })
})

test('nothing that is accepted can leave a folder, on any system', () => {
  const segment = fc.oneof(
    fc.constantFrom('..', '.', '', 'a', 'con', 'C:', 'x.json', 'onnx', '~', '\\', '%2e%2e', 'a b'),
    fc.string({ maxLength: 8 }),
  )
  const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => `${parts.join('/')}.json`)
  fc.assert(
    fc.property(path, (candidate) => {
      try {
        checkPath(candidate)
      } catch (error) {
        expect(error).toBeInstanceOf(ManifestError)
        return
      }
      for (const base of ['https://bundle.invalid/root/', 'file:///root/']) {
        const resolved = new URL(candidate.split('/').map(encodeURIComponent).join('/'), base).href
        expect(resolved.startsWith(base)).toBe(true)
      }
      expect(candidate).not.toMatch(/(^|[\\/])\.\.([\\/]|$)|^[\\/]|\\/)
    }),
    { numRuns: 500 },
  )
})

test('takes a path up to its limit of bytes, and says why a longer one is refused', () => {
  const folders = `${'a'.repeat(110)}/${'b'.repeat(110)}/`
  expect(() => checkPath(`${folders}${'c'.repeat(13)}.json`)).not.toThrow()
  const path = `${folders}${'c'.repeat(14)}.json`
  expect(refusalOf(() => checkPath(path))).toStrictEqual({
    code: 'path_refused',
    message: `${JSON.stringify(path)}: it is longer than 240 bytes.`,
    next: 'Rename the file, or leave it out of the bundle.',
    details: { path, reason: 'it is longer than 240 bytes' },
  })
})

test.each([
  ['a.exe', '".exe" is an executable format', 'Export the model to ONNX and submit that.'],
  [
    'a.xyz',
    '".xyz" is not a file a bundle may hold',
    'Allowed: .json .onnx .txt .model .md .jinja .onnx_data .onnx_data_N, LICENSE and NOTICE.',
  ],
])('says of %s what its kind is, and what would do', (path, reason, next) => {
  expect(refusalOf(() => checkPath(path))).toStrictEqual({
    code: 'path_refused',
    message: `${JSON.stringify(path)}: ${reason}.`,
    next,
    details: { path, reason },
  })
})
