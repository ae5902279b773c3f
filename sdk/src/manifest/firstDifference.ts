import { comparePaths } from './comparePaths.ts'
import type { Manifest, ManifestFile } from './schema.ts'

/** What keeps a folder from being the bundle of a manifest. `null` stands for nothing. */
export type Difference = {
  code: 'file_missing' | 'file_unlisted' | 'size_mismatch' | 'digest_mismatch'
  path: string
  expected: string | number | null
  found: string | number | null
  /** Where the bytes of a missing file are found instead. */
  renamed?: string
}

/**
 * Holds files against the list of a manifest. Of several differences it names the one that explains most: first what
 * is missing, then what is too much, then what has another size, then what has other bytes, each by the bytes of the
 * path.
 *
 * @param measured What was found, in any order.
 */
export function firstDifference(
  { files }: Pick<Manifest, 'files'>,
  measured: readonly ManifestFile[],
): Difference | undefined {
  const listed = [...files].sort((a, b) => comparePaths(a.path, b.path))
  const there = new Map(measured.map((file) => [file.path, file]))
  const known = new Set(listed.map((file) => file.path))
  const unlisted = measured
    .filter((file) => !known.has(file.path))
    .sort((a, b) => comparePaths(a.path, b.path))

  for (const { path, sha256 } of listed) {
    if (there.has(path)) continue
    const renamed = unlisted.find((file) => file.sha256 === sha256)?.path
    return {
      code: 'file_missing',
      path,
      expected: sha256,
      found: null,
      ...(renamed === undefined ? {} : { renamed }),
    }
  }
  const [extra] = unlisted
  if (extra !== undefined) {
    return { code: 'file_unlisted', path: extra.path, expected: null, found: extra.sha256 }
  }
  for (const { path, size } of listed) {
    const found = there.get(path)?.size
    if (found !== undefined && found !== size) return { code: 'size_mismatch', path, expected: size, found }
  }
  for (const { path, sha256 } of listed) {
    const found = there.get(path)?.sha256
    if (found !== undefined && found !== sha256) {
      return { code: 'digest_mismatch', path, expected: sha256, found }
    }
  }
  return undefined
}
