import type { CID } from 'multiformats/cid'
import { bytesToHex, type Hex } from 'viem'
import { ArtifactError } from '../errors/ArtifactError.ts'
import { dagPbCodec, rawCodec } from './artifactsCid.ts'

/**
 * What goes on chain for a CID; the inverse of `artifactsCid`.
 *
 * @throws ArtifactError `cid_refused` for a CID that is not version 1, sha2-256 and dag-pb or raw.
 */
export function artifactsDigest(cid: CID): { root: Hex; codec: bigint } {
  const { version, code, multihash } = cid
  if (
    version !== 1 ||
    multihash.code !== 0x12 ||
    multihash.digest.length !== 32 ||
    (code !== dagPbCodec && code !== rawCodec)
  ) {
    throw new ArtifactError(`${cid} is not a CIDv1 with sha2-256 and codec dag-pb or raw.`, {
      code: 'cid_refused',
      details: { cid: cid.toString() },
      next: 'Add the folder with the import profile unixfs-v1-2025.',
    })
  }
  return { root: bytesToHex(multihash.digest), codec: BigInt(code) }
}
