import { concat, type Hex, hexToBytes, sha256, stringToBytes, toBytes } from 'viem'
import { ManifestError } from '../errors/ManifestError.ts'
import { comparePaths } from './comparePaths.ts'
import type { ManifestFile } from './schema.ts'

/**
 * Leaf of the tree: `sha256(0x00 ‖ uint32be(length of path) ‖ path in UTF-8 ‖ uint64be(size) ‖ sha256 of the file)`.
 * The length in front makes the encoding unambiguous; 0x00 and 0x01 keep leaves and nodes apart (RFC 6962, 2.1).
 */
function leaf(file: ManifestFile): Uint8Array {
  const path = stringToBytes(file.path)
  return sha256(
    concat([
      new Uint8Array([0]),
      toBytes(path.length, { size: 4 }),
      path,
      toBytes(BigInt(file.size), { size: 8 }),
      hexToBytes(`0x${file.sha256}`),
    ]),
    'bytes',
  )
}

/** RFC 6962's tree: the left part is the largest power of two smaller than the number of leaves. */
function subtree(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0] as Uint8Array
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(
    concat([new Uint8Array([1]), subtree(leaves.slice(0, split)), subtree(leaves.slice(split))]),
    'bytes',
  )
}

/**
 * Merkle root over (path, size, sha256) sorted by the UTF-8 bytes of the path, so that a renamed or swapped file
 * changes it and one file can be proven without the others.
 *
 * @param files In any order; at least one, no path twice.
 * @returns 32 bytes as 0x-prefixed hex.
 * @throws ManifestError `manifest_invalid` for an empty list or a path listed twice.
 */
export function filesRoot(files: readonly ManifestFile[]): Hex {
  if (files.length === 0) {
    throw new ManifestError('A bundle needs at least one file.', { code: 'manifest_invalid', at: 'files' })
  }
  const sorted = [...files].sort((a, b) => comparePaths(a.path, b.path))
  for (const [index, file] of sorted.entries()) {
    if (index > 0 && sorted[index - 1]?.path === file.path) {
      throw new ManifestError(`${JSON.stringify(file.path)} is listed twice.`, {
        code: 'manifest_invalid',
        path: file.path,
      })
    }
  }
  return `0x${Array.from(subtree(sorted.map(leaf)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
