import { entriesOf } from '@commonweal/sdk/lint/entriesOf'
import { lintBundle } from '@commonweal/sdk/lint/lintBundle'
import { checkContent } from '@commonweal/sdk/manifest/checkContent'
import { BundleError } from './BundleError.ts'
import type { BundleFile } from './readBundle.ts'

/**
 * Looks into the files of a bundle for what must never be run. The one place where a folder is reviewed before it gets
 * a manifest, when it is held against one, and before it is submitted; `manifest lint` tells all that is found.
 *
 * @throws ManifestError or BundleError that names the file.
 */
export async function reviewBundle(files: readonly BundleFile[]): Promise<void> {
  for (const { path, bytes } of files) checkContent(path, bytes)
  const { findings } = await lintBundle(entriesOf(files.map(({ path, bytes }) => [path, bytes])))
  const refusal = findings.find(({ severity }) => severity === 'refuse')
  if (refusal === undefined) return
  const { path, message, next, at } = refusal
  throw new BundleError(`${path}${at === undefined ? '' : `, ${at}`}: ${message}`, {
    code: 'bundle_refused',
    details: { path },
    next,
  })
}
