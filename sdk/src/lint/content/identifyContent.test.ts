import { expect, test } from 'vitest'
import { identifyContent, type Purpose } from './identifyContent.ts'

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const identify = (text: string, purpose: Purpose) => identifyContent(latin1(text), latin1(text), purpose)
const purposes: Purpose[] = ['text', 'binary', 'numbers']

const windows = `MZ${'\0'.repeat(0x3a)}\x40\0\0\0PE\0\0`
const tar = `data.pkl${'\0'.repeat(249)}ustar\x0000`
const zip = (name: string) => `PK\x03\x04${'\0'.repeat(26)}${name}`
const endOfZip = `PK\x05\x06${'\0'.repeat(18)}`

test.each([
  ['\x7fELF\x02', /ELF/],
  ['\xfe\xed\xfa\xce', /macOS/],
  ['\xfe\xed\xfa\xcf', /macOS/],
  ['\xce\xfa\xed\xfe', /macOS/],
  ['\xcf\xfa\xed\xfe', /macOS/],
  ['\xca\xfe\xba\xbe', /Java/],
  ['\0asm\x01\0\0\0', /WebAssembly/],
  ['\x1bLua', /Lua/],
  [windows, /Windows/],
  [zip('archive/data.pkl'), /zip archive that holds a pickle, as PyTorch/],
  [zip('weights.npy'), /zip archive of NumPy arrays/],
  [zip('model.py'), /zip archive \(PyTorch saves pickles this way\)/],
  [endOfZip, /zip/],
  ['PK\x07\x08', /zip/],
  [`numbers${zip('x')}${endOfZip}`, /something with a zip archive behind it/],
  [tar, /tar/],
  ['\x1f\x8b\x08\0', /gzip/],
  ['BZh9', /bzip2/],
  ['\xfd7zXZ\0', /xz/],
  ['\x28\xb5\x2f\xfd', /zstd/],
  ['\x04\x22\x4d\x18', /lz4/],
  ['7z\xbc\xaf\x27\x1c', /7z/],
  ['Rar!\x1a\x07', /rar/],
  ['\x89HDF\r\n\x1a\n', /HDF5/],
  ["\x93NUMPY\x01\0\x76\0{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n", /a NumPy array$/],
  [
    "\x93NUMPY\x01\0\x76\0{'descr': '|O', 'fortran_order': False, 'shape': (3,), }\n",
    /objects, which is a pickle/,
  ],
  [
    "\x93NUMPY\x01\0\x76\0{'descr': [('a', '<f4'), ('b', 'O')], 'shape': (3,), }\n",
    /objects, which is a pickle/,
  ],
  ['GGUF\x03\0\0\0', /GGUF/],
  ['\x1c\0\0\0TFL3', /TensorFlow/],
  ['\x80\x02cos\nsystem\nq\0X\x02\0\0\0idq\x01\x85q\x02Rq\x03.', /pickle/],
  ['cos\nsystem\n(Vid\ntR.', /pickle/],
])('%j is told from everything a bundle holds, whatever its name says', (text, what) => {
  for (const purpose of purposes) expect(identify(text, purpose)).toMatch(what)
})

test.each([
  ['#!/bin/sh\n', /script/],
  ['\x80\x04', /pickle/],
  ['\x80\x05', /pickle/],
  ['\x1f\x8b', /gzip/],
  ['MZ', /Windows/],
  ['ZF0x', /joblib/],
  ['x\x01', /zlib/],
  ['x\x5e', /zlib/],
  ['x\x9c', /zlib/],
  ['x\xda', /zlib/],
  ['\xcb\r\r\n', /compiled Python/],
])('%j is refused in a graph, and may begin a file of numbers', (text, what) => {
  expect(identify(text, 'binary')).toMatch(what)
  if (!/pickle/.test(String(what))) expect(identify(text, 'numbers')).toBeUndefined()
})

test.each<[Purpose, string]>([
  ['text', '{"a":1}'],
  ['text', 'MZ\nwords\n'],
  ['text', 'x\x01\n'],
  ['text', `MZ${'.'.repeat(70)}`],
  ['binary', '\x08\x09\x12\x04test'],
  ['numbers', '\x80\x02\0\0'],
  ['numbers', '\0\0\x80\x3f'],
  ['numbers', 'numbers PK\x05\x06 and more than a comment of no length'],
  ['text', ''],
  ['binary', ''],
  ['numbers', ''],
])('%s may be %j', (purpose, text) => {
  expect(identify(text, purpose)).toBeUndefined()
})

const windowsOf = (length: number, at: number) => {
  const bytes = new Uint8Array(length)
  bytes.set(latin1('MZ'))
  new DataView(bytes.buffer).setUint32(0x3c, at, true)
  if (at + 4 <= length) bytes.set(latin1('PE\0\0'), at)
  return bytes
}

test('a Windows program is told by where its first header points', () => {
  const text = (bytes: Uint8Array) => identifyContent(bytes, bytes, 'text')
  expect(text(windowsOf(0x44, 0x40))).toBe('a Windows program')
  expect(text(windowsOf(0x40, 0x3c))).toBeUndefined()
  expect(text(windowsOf(0x44, 0x41))).toBeUndefined()
  const other = windowsOf(0x44, 0x40)
  other[1] = 0x58
  expect(text(other)).toBeUndefined()
  const cut = windowsOf(0x44, 0x40).subarray(0, 0x3f)
  expect(text(cut)).toBeUndefined()
})

test('an archive behind something is told by its end, whose comment ends with the file', () => {
  const behind = (tail: string) => identifyContent(latin1('numbers'), latin1(tail), 'numbers')
  const end = (comment: number, rest: string) =>
    `PK\x05\x06${'\0'.repeat(16)}${String.fromCharCode(comment & 255, comment >> 8)}${rest}`
  const found = 'something with a zip archive behind it (PyTorch saves pickles this way)'
  expect(behind(end(0, ''))).toBe(found)
  expect(behind(`.${end(0, '')}`)).toBe(found)
  expect(behind(end(3, 'abc'))).toBe(found)
  expect(behind(end(300, 'x'.repeat(300)))).toBe(found)
  expect(behind(end(3, 'abcd'))).toBeUndefined()
  expect(behind(end(3, 'ab'))).toBeUndefined()
  expect(behind(end(0, '').slice(0, -1))).toBeUndefined()
  for (const at of [0, 1, 2, 3]) {
    const bytes = latin1(end(0, ''))
    bytes[at] = 0x51
    expect(identifyContent(latin1('numbers'), bytes, 'numbers')).toBeUndefined()
  }
})

test('what an archive holds is looked for at both ends', () => {
  const start = `PK\x03\x04${'\0'.repeat(26)}`
  const describe = (bytes: string, tail: string) => identifyContent(latin1(bytes), latin1(tail), 'binary')
  expect(describe(`${start}a.pkl`, 'x')).toContain('that holds a pickle')
  expect(describe(start, 'a.pkl')).toContain('that holds a pickle')
  expect(describe(start, '.p.pk.pkl')).toContain('that holds a pickle')
  expect(describe(start, '.pk')).toContain('PyTorch saves pickles this way')
  expect(describe(start, '.npy')).toContain('of NumPy arrays')
})

test.each([
  ["{'descr':'O', }", true],
  ["{'descr':   '|O', }", true],
  ["{'descr': [('a', '|O')], }", true],
  ["{'descr': '<f4', 'x': 'O'}", false],
  ["{'descr': '<O', }", false],
  ["{'descr': '<f4', }\n'descr': 'O'", false],
])('an array with the header %j holds objects: %s', (header, holds) => {
  const text = `\x93NUMPY\x01\0\x76\0${header}\n`
  expect(identify(text, 'binary')).toBe(
    holds ? 'a NumPy array of Python objects, which is a pickle' : 'a NumPy array',
  )
})

test.each(['\x1f\x8b\x07', '\x1f\x8a\x08', '\x1e\x8b\x08'])('%j is no gzip archive', (text) => {
  expect(identify(text, 'numbers')).toBeUndefined()
})
