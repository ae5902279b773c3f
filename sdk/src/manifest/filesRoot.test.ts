import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { filesRoot } from './filesRoot.ts'
import type { ManifestFile } from './schema.ts'

/** The definition once more, written straight from RFC 6962 with Node's hash. */
function reference(files: readonly ManifestFile[]): string {
  const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
  const hash = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  const leaves = sorted.map(({ path, size, sha256 }) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(Buffer.byteLength(path))
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(BigInt(size))
    return hash(Buffer.from([0]), length, Buffer.from(path), bytes, Buffer.from(sha256, 'hex'))
  })
  const tree = (list: Buffer[]): Buffer => {
    if (list.length === 1) return list[0] as Buffer
    const k = 2 ** Math.floor(Math.log2(list.length - 1))
    return hash(Buffer.from([1]), tree(list.slice(0, k)), tree(list.slice(k)))
  }
  return `0x${tree(leaves).toString('hex')}`
}

const file = fc.record({
  path: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  size: fc.nat(),
  sha256: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
})
const files = fc.uniqueArray(file, { selector: (each) => each.path, minLength: 1, maxLength: 20 })

test('is the Merkle tree of RFC 6962 over the documented leaves', () => {
  fc.assert(
    fc.property(files, (list) => {
      expect(filesRoot(list)).toBe(reference(list))
    }),
  )
})

test('does not depend on the order of the list', () => {
  fc.assert(
    fc.property(
      files.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      ([list, shuffled]) => {
        expect(filesRoot(shuffled)).toBe(filesRoot(list))
      },
    ),
  )
})

test('changes when a file is renamed, resized, changed, or two digests change places', () => {
  const a = { path: 'a.json', size: 1, sha256: '11'.repeat(32) }
  const b = { path: 'b.json', size: 1, sha256: '22'.repeat(32) }
  const roots = [
    filesRoot([a, b]),
    filesRoot([{ ...a, path: 'c.json' }, b]),
    filesRoot([{ ...a, size: 2 }, b]),
    filesRoot([{ ...a, sha256: '33'.repeat(32) }, b]),
    filesRoot([
      { ...a, sha256: b.sha256 },
      { ...b, sha256: a.sha256 },
    ]),
    filesRoot([a]),
  ]
  expect(new Set(roots).size).toBe(roots.length)
})

test('refuses an empty list and a path twice', () => {
  const a = { path: 'a.json', size: 1, sha256: '11'.repeat(32) }
  expect(() => filesRoot([])).toThrow(/at least one file/)
  expect(() => filesRoot([a, { ...a, size: 2 }])).toThrow(/listed twice/)
})

test('says of a list without a root what is wrong with it', () => {
  const a = { path: 'a.json', size: 1, sha256: '11'.repeat(32) }
  expect(refusalOf(() => filesRoot([]))).toStrictEqual({
    code: 'manifest_invalid',
    message: 'A bundle needs at least one file.',
    details: { at: 'files' },
  })
  expect(refusalOf(() => filesRoot([a, a]))).toStrictEqual({
    code: 'manifest_invalid',
    message: '"a.json" is listed twice.',
    details: { path: 'a.json' },
  })
})
