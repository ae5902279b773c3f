import { createHash } from 'node:crypto'
import type { CID } from 'multiformats/cid'
import { IpfsNodeError } from './IpfsNodeError.ts'

/** Blocks above this are not exchanged by IPFS nodes; ours holds nothing that others could not take. */
export const maxBlockBytes = 2 * 1024 * 1024

const supportedCodecs = new Map([
  [0x55, 'raw'],
  [0x70, 'dag-pb'],
])
const sha256 = 0x12
const identity = 0x00
const maxIdentityBytes = 128

/**
 * Refuses identifiers this node cannot check: other hashes, truncated hashes, other codecs.
 *
 * @throws IpfsNodeError `cid_unsupported`, status 400.
 */
export function checkCid(cid: CID): void {
  const { code, digest } = cid.multihash
  const hashed =
    (code === sha256 && digest.length === 32) || (code === identity && digest.length <= maxIdentityBytes)
  if (hashed && supportedCodecs.has(cid.code)) return
  throw new IpfsNodeError(
    `${cid} has codec 0x${cid.code.toString(16)} and hash 0x${code.toString(16)}; only raw and dag-pb with sha2-256 are kept here.`,
    { code: 'cid_unsupported', status: 400, next: 'Import the files with CIDv1 and sha2-256.' },
  )
}

/**
 * Makes sure the bytes are the ones the identifier names.
 *
 * @throws IpfsNodeError `block_too_large` (413) or `block_mismatch` (400), naming the CID and both digests.
 */
export function checkBlock(cid: CID, bytes: Uint8Array): void {
  checkCid(cid)
  if (bytes.length > maxBlockBytes) {
    throw new IpfsNodeError(`Block ${cid} has ${bytes.length} bytes; at most ${maxBlockBytes} are allowed.`, {
      code: 'block_too_large',
      status: 413,
      next: 'Import with chunks of 1 MiB (profile unixfs-v1-2025).',
    })
  }
  const expected = Buffer.from(cid.multihash.digest)
  const actual =
    cid.multihash.code === sha256 ? createHash('sha256').update(bytes).digest() : Buffer.from(bytes)
  if (actual.equals(expected)) return
  throw new IpfsNodeError(
    `Block ${cid} does not match its hash: expected ${expected.toString('hex')}, got ${actual.toString('hex')}.`,
    {
      code: 'block_mismatch',
      status: 400,
      details: { cid: cid.toString(), expected: expected.toString('hex'), actual: actual.toString('hex') },
      next: 'The bytes were changed on the way: make the upload anew.',
    },
  )
}
