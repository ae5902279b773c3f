import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import type { Hex } from 'viem'
import type { Chain } from '../actions/openChain.ts'
import { publishBundle } from '../actions/publishArtifacts.ts'
import { manifestPath, readBundle } from '../actions/readBundle.ts'
import type { Community } from '../actions/readCommunity.ts'
import { readVersion } from '../actions/readVersion.ts'
import { reviewBundle } from '../actions/reviewBundle.ts'
import { submitVersion, versionIds } from '../actions/submitVersion.ts'
import { verifyBundle } from '../actions/verifyBundle.ts'
import { type DevelopmentWallet, developmentWallets } from './developmentWallets.ts'
import { SeedError } from './SeedError.ts'

/** Under which name the community knows the model. */
export const demoSlug = 'mutual-aid-classifier'

/**
 * Publishes the project's own model and submits it to the demo community, unless that has happened: files, manifest,
 * IPFS, chain, in the order in which a person does it.
 *
 * @param directory The bundle with its manifest.json.
 */
export async function submitDemoVersion(
  chain: Chain,
  community: Community,
  { directory, ipfsRpcUrl, signal }: { directory: string; ipfsRpcUrl: string; signal: AbortSignal },
): Promise<{ versionId: Hex; name: string; submitted: boolean }> {
  const { files, manifest: bytes } = await readBundle(directory)
  if (bytes === undefined) {
    throw new SeedError(`The demo model in ${directory} has no ${manifestPath}.`, {
      code: 'seed_no_manifest',
      next: 'Restore it with `git checkout inference-worker/models`, or start with --seed community.',
    })
  }
  const manifest = parseManifest(bytes)
  verifyBundle(manifest, files)
  await reviewBundle(files)

  const contributor = developmentWallets().find((wallet) =>
    wallet.name.endsWith('contributor'),
  ) as DevelopmentWallet
  const { versionId } = versionIds({
    communityId: community.communityId,
    slug: demoSlug,
    manifest: bytes,
    contributor: contributor.account.address,
  })
  // Also when the version is on the chain already: the files may be gone from the node since.
  const { root } = await publishBundle({
    ipfsRpcUrl,
    files: [...files, { path: manifestPath, bytes }],
    signal,
  })
  if (await isOnRecord(chain, versionId, community.communityId)) {
    return { versionId, name: manifest.name, submitted: false }
  }
  await submitVersion(chain, contributor.account, {
    communityId: community.communityId,
    slug: demoSlug,
    manifest: bytes,
    artifacts: root,
  })
  return { versionId, name: manifest.name, submitted: true }
}

async function isOnRecord(chain: Chain, versionId: Hex, communityId: Hex): Promise<boolean> {
  try {
    await readVersion(chain, versionId, communityId)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'unknown_version') return false
    throw error
  }
}
