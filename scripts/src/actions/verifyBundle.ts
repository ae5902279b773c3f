import { createHash } from 'node:crypto'
import type { Manifest, ManifestFile } from '@commonweal/sdk/manifest/schema'
import { BundleError } from './BundleError.ts'
import type { BundleFile } from './readBundle.ts'

/** Size and digest that a file turned out to have. */
export type MeasuredFile = { size: number; sha256: string }

/**
 * Holds a file against what the manifest says of it.
 *
 * @throws BundleError `size_mismatch` or `digest_mismatch`, with path, expected and actual.
 */
export function compareFile(listed: ManifestFile, measured: MeasuredFile, source: string): void {
  const path = JSON.stringify(listed.path)
  if (measured.size !== listed.size) {
    throw new BundleError(`${path} has ${measured.size} bytes ${source}, the manifest says ${listed.size}.`, {
      code: 'size_mismatch',
      details: { path: listed.path, expected: listed.size, actual: measured.size },
      next: 'These are not the files that were submitted.',
    })
  }
  if (measured.sha256 !== listed.sha256) {
    throw new BundleError(
      `${path} differs ${source}: sha256 ${measured.sha256}, the manifest says ${listed.sha256}.`,
      {
        code: 'digest_mismatch',
        details: { path: listed.path, expected: listed.sha256, actual: measured.sha256 },
        next: 'These are not the files that were submitted.',
      },
    )
  }
}

/**
 * Makes sure that the files are exactly those of the manifest, byte for byte.
 *
 * @throws BundleError that names the first file that is missing, unlisted, or different.
 */
export function verifyBundle(manifest: Manifest, files: readonly BundleFile[]): void {
  const present = new Map(files.map((file) => [file.path, file.bytes]))
  for (const listed of manifest.files) {
    const bytes = present.get(listed.path)
    if (bytes === undefined) {
      throw new BundleError(`${JSON.stringify(listed.path)} is in the manifest but not in the folder.`, {
        code: 'file_missing',
        details: { path: listed.path },
        next: 'Add the file, or make the manifest anew (remove manifest.json and give --fields).',
      })
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    compareFile(listed, { size: bytes.length, sha256 }, 'in the folder')
    present.delete(listed.path)
  }
  const [unlisted] = present.keys()
  if (unlisted !== undefined) {
    throw new BundleError(`${JSON.stringify(unlisted)} is in the folder but not in the manifest.`, {
      code: 'file_unlisted',
      details: { path: unlisted },
      next: 'Remove the file, or make the manifest anew (remove manifest.json and give --fields).',
    })
  }
}
