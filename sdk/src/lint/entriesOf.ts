import { sha256 } from 'viem'
import { zipTailBytes } from './content/zipTailBytes.ts'
import type { BundleEntry } from './lintBundle.ts'

/** A bundle that is in memory already, as {@link lintBundle} takes it. */
export function entriesOf(files: Iterable<readonly [path: string, bytes: Uint8Array]>): BundleEntry[] {
  return Array.from(files, ([path, bytes]) => ({
    path,
    size: bytes.length,
    read: async (most) => ({
      sha256: sha256(bytes).slice(2),
      size: bytes.length,
      bytes: bytes.subarray(0, most),
      tail: bytes.subarray(-zipTailBytes),
    }),
  }))
}
