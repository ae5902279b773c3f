import { sha256 } from 'viem'
import { ManifestError } from '../errors/ManifestError.ts'
import { checkContent } from './checkContent.ts'
import { checkManifest } from './checkManifest.ts'
import { checkPath } from './checkPath.ts'
import { comparePaths } from './comparePaths.ts'
import { filesRoot } from './filesRoot.ts'
import { readJson } from './readJson.ts'
import { type Manifest, manifestSchemaId } from './schema.ts'

/** All of a manifest that is not computed from the files. */
export type ManifestFields = Omit<Manifest, 'schema' | 'files' | 'filesRoot'>

/**
 * Makes the manifest of a bundle: lists and hashes the files, computes the root, checks everything.
 *
 * @param files Every file of the bundle but manifest.json, in any order.
 * @param fields What people say about the model; JSON from outside is fine, it is checked.
 * @throws ManifestError for a file or field that `parseManifest` would refuse, or content that is not what its name
 * says.
 */
export function createManifest({
  files,
  fields,
}: {
  files: Iterable<{ path: string; bytes: Uint8Array }>
  fields: ManifestFields
}): Manifest {
  const listed = []
  for (const { path, bytes } of files) {
    checkPath(path)
    if (bytes.length === 0) {
      throw new ManifestError(`${JSON.stringify(path)} is empty.`, {
        code: 'manifest_invalid',
        path,
        next: 'Leave the file out of the bundle.',
      })
    }
    checkContent(path, bytes)
    // A key that stands twice would let voters read one setting and the runtime another.
    if (path.endsWith('.json')) readJson(path, bytes)
    listed.push({ path, size: bytes.length, sha256: sha256(bytes).slice(2) })
  }
  listed.sort((a, b) => comparePaths(a.path, b.path))
  return checkManifest({ ...fields, schema: manifestSchemaId, files: listed, filesRoot: filesRoot(listed) })
}
