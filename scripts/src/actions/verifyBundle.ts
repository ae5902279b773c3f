import { createHash } from 'node:crypto'
import { firstDifference } from '@commonweal/sdk/manifest/firstDifference'
import type { Manifest, ManifestFile } from '@commonweal/sdk/manifest/schema'
import { BundleError } from './BundleError.ts'
import type { BundleFile } from './readBundle.ts'

/** Size and digest that a file turned out to have. */
export type MeasuredFile = { size: number; sha256: string }

const otherFiles = 'These are not the files that were submitted.'
const makeAnew =
  'make the manifest anew (remove manifest.json, then `manifest create`, or submit with --fields).'

/**
 * Holds a file against what the manifest says of it.
 *
 * @throws BundleError `size_mismatch` or `digest_mismatch`, with path, expected and actual.
 */
export function compareFile(listed: ManifestFile, measured: MeasuredFile, source: string): void {
  refuseDifference({ files: [listed] }, [{ ...measured, path: listed.path }], source)
}

/**
 * Makes sure that the files are exactly those of the manifest, byte for byte.
 *
 * @throws BundleError that names the first difference, in the order of `firstDifference`.
 */
export function verifyBundle(manifest: Manifest, files: readonly BundleFile[]): void {
  const measured = files.map(({ path, bytes }) => ({
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }))
  refuseDifference(manifest, measured, 'in the folder')
}

function refuseDifference(
  manifest: Pick<Manifest, 'files'>,
  measured: readonly ManifestFile[],
  source: string,
): void {
  const difference = firstDifference(manifest, measured)
  if (difference === undefined) return
  const { code, path, expected, found, renamed } = difference
  const name = JSON.stringify(path)
  const [message, next] = {
    file_missing: [
      renamed === undefined
        ? `${name} is in the manifest but not ${source}.`
        : `${name} is in the manifest but not ${source}; ${JSON.stringify(renamed)} holds its bytes.`,
      renamed === undefined ? `Add the file, or ${makeAnew}` : `Give the file its name back, or ${makeAnew}`,
    ],
    file_unlisted: [`${name} is ${source} but not in the manifest.`, `Remove the file, or ${makeAnew}`],
    size_mismatch: [`${name} has ${found} bytes ${source}, the manifest says ${expected}.`, otherFiles],
    digest_mismatch: [
      `${name} differs ${source}: sha256 ${found}, the manifest says ${expected}.`,
      otherFiles,
    ],
  }[code]
  throw new BundleError(String(message), {
    code,
    details: { path, expected, actual: found, ...(renamed === undefined ? {} : { renamed }) },
    next,
  })
}
