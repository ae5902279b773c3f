import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import { type Hex, hexToBytes, isHex } from 'viem'
import { ArtifactError } from '../errors/ArtifactError.ts'

/** Multicodec of a UnixFS folder. */
export const dagPbCodec = 0x70
/** Multicodec of a single raw block. */
export const rawCodec = 0x55
const sha256Code = 0x12

/**
 * The CID a worker fetches for what stands on chain.
 *
 * @param root sha2-256 digest, 32 bytes.
 * @param codec 0x70 (dag-pb) or 0x55 (raw); anything else is refused.
 * @throws ArtifactError `cid_refused`.
 */
export function artifactsCid(root: Hex, codec: number | bigint): CID {
  const number = Number(codec)
  if (number !== dagPbCodec && number !== rawCodec) {
    throw new ArtifactError(`Codec 0x${number.toString(16)} is neither dag-pb (0x70) nor raw (0x55).`, {
      code: 'cid_refused',
      details: { codec: number },
    })
  }
  if (!isHex(root, { strict: true }) || root.length !== 66) {
    throw new ArtifactError('An artifacts root is a sha2-256 digest of 32 bytes in hex.', {
      code: 'cid_refused',
      details: { root },
    })
  }
  return CID.createV1(number, Digest.create(sha256Code, hexToBytes(root)))
}
