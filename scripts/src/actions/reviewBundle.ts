import { checkContent } from '@commonweal/sdk/manifest/checkContent'
import type { BundleFile } from './readBundle.ts'

/**
 * Looks into the files of a bundle for what must never be run. The one place where a folder is reviewed before it gets
 * a manifest, and when it is held against one.
 *
 * @throws ManifestError that names the file.
 */
export function reviewBundle(files: readonly BundleFile[]): void {
  for (const { path, bytes } of files) checkContent(path, bytes)
}
