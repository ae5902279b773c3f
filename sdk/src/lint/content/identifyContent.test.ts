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
