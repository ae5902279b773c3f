import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import type { Manifest } from '@commonweal/sdk/manifest/schema'
import type { Hex } from 'viem'
import { readBlock } from '@/lib/ipfs/readBlock'

/**
 * Reads the manifest with this sha256 through the IPFS gateway. Its bytes are checked against the digest on chain
 * before a word of them is believed.
 *
 * @throws BlockError where the gateway does not give these very bytes, ManifestError where they are no manifest.
 */
export async function readManifest(manifestHash: Hex): Promise<Manifest> {
  return parseManifest(await readBlock(manifestHash))
}
