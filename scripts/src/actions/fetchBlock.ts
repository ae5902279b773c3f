import { createHash } from 'node:crypto'
import type { CID } from 'multiformats/cid'
import { IpfsError } from './IpfsError.ts'
import { redactUrl } from './redactUrl.ts'

/** A block is at most 1 MiB of data with its frame; nothing needs more than this. */
const blockLimit = 2 * 1_048_576

/**
 * Fetches one block from a trustless gateway and checks it against its identifier: the gateway is not believed.
 *
 * @throws IpfsError `ipfs_unreachable` (no answer within the deadline, or it has not the block) or `ipfs_wrong_bytes`.
 */
export async function fetchBlock(
  gatewayUrl: string,
  cid: CID,
  { signal, deadline = 30_000 }: { signal?: AbortSignal; deadline?: number } = {},
): Promise<Uint8Array> {
  const shown = redactUrl(gatewayUrl)
  const timeout = AbortSignal.timeout(deadline)
  const unreachable = (message: string, cause?: unknown) =>
    new IpfsError(message, {
      code: 'ipfs_unreachable',
      cause,
      details: { gateway: shown, cid: cid.toString() },
      next: 'Start the local stack with `npm start`, or name another gateway with --ipfs-gateway or COMMONWEAL_IPFS_GATEWAY_URL.',
    })
  let bytes: Uint8Array
  try {
    const response = await fetch(new URL(`/ipfs/${cid}?format=raw`, gatewayUrl), {
      headers: { accept: 'application/vnd.ipld.raw' },
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw unreachable(`The gateway at ${shown} has not the block ${cid} (it answered ${response.status}).`)
    }
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const piece of response.body ?? []) {
      length += piece.length
      if (length > blockLimit) {
        throw new IpfsError(`The gateway at ${shown} sends more than a block for ${cid}.`, {
          code: 'ipfs_wrong_bytes',
          details: { gateway: shown, cid: cid.toString(), expected: blockLimit },
          next: 'Use another gateway.',
        })
      }
      pieces.push(piece)
    }
    bytes = Buffer.concat(pieces)
  } catch (cause) {
    if (cause instanceof IpfsError) throw cause
    throw unreachable(
      timeout.aborted
        ? `The gateway at ${shown} did not send the block ${cid} within ${deadline / 1000} s.`
        : `The gateway at ${shown} does not answer.`,
      cause,
    )
  }
  const actual = createHash('sha256').update(bytes).digest('hex')
  const expected = Buffer.from(cid.multihash.digest).toString('hex')
  if (cid.multihash.code !== 0x12 || actual !== expected) {
    throw new IpfsError(`The gateway at ${shown} sent other bytes than those of ${cid}.`, {
      code: 'ipfs_wrong_bytes',
      details: { gateway: shown, cid: cid.toString(), expected, actual },
      next: 'Do not use this gateway.',
    })
  }
  return bytes
}
