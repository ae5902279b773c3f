import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readFiles } from './readFiles.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
let folder: string
let open: number[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonweal-read-'))
  open = []
})
afterEach(() => {
  for (const fd of open) closeSync(fd)
  rmSync(folder, { recursive: true })
})

function file(path: string, approved: Uint8Array, stored = approved) {
  writeFileSync(join(folder, path), stored)
  const fd = openSync(join(folder, path), 'r')
  open.push(fd)
  return { path, size: approved.length, sha256: sha256(approved), fd }
}

test('returns each file in a buffer of its own', () => {
  const large = new Uint8Array(9_000_000).map((_, index) => index % 255)
  const files = readFiles([file('a.json', Buffer.from('{}')), file('b.onnx_data', large)])
  expect([...files.keys()]).toEqual(['a.json', 'b.onnx_data'])
  expect(Buffer.compare(files.get('b.onnx_data') as Uint8Array, large)).toBe(0)
  for (const bytes of files.values()) expect(bytes.buffer.byteLength).toBe(bytes.byteLength)
})

test('one changed bit is refused by path and both digests', () => {
  const approved = Buffer.from('weights and more weights')
  const stored = Buffer.from(approved)
  stored[3] = (stored[3] ?? 0) ^ 4
  expect(() => readFiles([file('model.onnx', approved, stored)])).toThrow(
    expect.objectContaining({
      code: 'artifact_mismatch',
      facts: expect.objectContaining({
        path: 'model.onnx',
        expected: sha256(approved),
        actual: sha256(stored),
      }),
    }),
  )
})

test('a file that was cut, or that has grown, is refused', () => {
  const approved = Buffer.from('0123456789')
  expect(() => readFiles([file('a.txt', approved, approved.subarray(0, 4))])).toThrow(
    'has 4 bytes in the store',
  )
  expect(() => readFiles([file('a.txt', approved, Buffer.concat([approved, approved]))])).toThrow(
    'more than 10',
  )
})
