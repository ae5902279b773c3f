import { ManifestError } from '@commonweal/sdk/errors/ManifestError'
import { hashManifest } from '@commonweal/sdk/manifest/hashManifest'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import type { Manifest } from '@commonweal/sdk/manifest/schema'
import type { Hex } from 'viem'
import { BundleError } from './BundleError.ts'
import { readBundle } from './readBundle.ts'
import { reviewBundle } from './reviewBundle.ts'
import { verifyBundle } from './verifyBundle.ts'

/**
 * Holds a folder against a manifest. Of several differences it tells the first in this order: the manifest is not one
 * or not canonical, another hash than expected, a file missing, a file too many, a size, a digest, the filesRoot, and
 * at last what the files hold.
 *
 * @param bytes The manifest.
 * @param expectedHash What stands on chain, where that is known.
 * @throws ManifestError or BundleError
 */
export async function verifyManifest(
  directory: string,
  bytes: Uint8Array,
  expectedHash?: Hex,
): Promise<{ manifest: Manifest; manifestHash: Hex; ofGit: string[] }> {
  const { manifest, rootFault } = readManifest(bytes)
  const manifestHash = hashManifest(bytes)
  if (expectedHash !== undefined && manifestHash !== expectedHash) {
    throw new BundleError(`The manifest has the hash ${manifestHash}, not ${expectedHash}.`, {
      code: 'manifest_mismatch',
      details: { at: 'manifestHash', expected: expectedHash, actual: manifestHash },
      next: 'This is another manifest than the one that was voted on.',
    })
  }
  const { files, ofGit } = await readBundle(directory)
  verifyBundle(manifest, files)
  if (rootFault !== undefined) throw rootFault
  await reviewBundle(files)
  return { manifest, manifestHash, ofGit }
}

/** A wrong root is kept for later: a file that differs says more about why the root is wrong. */
function readManifest(bytes: Uint8Array): { manifest: Manifest; rootFault?: ManifestError } {
  try {
    return { manifest: parseManifest(bytes) }
  } catch (error) {
    if (!(error instanceof ManifestError) || error.code !== 'files_root_mismatch') throw error
    // The root is the last thing that is checked: everything else holds.
    return { manifest: JSON.parse(new TextDecoder().decode(bytes)) as Manifest, rootFault: error }
  }
}
