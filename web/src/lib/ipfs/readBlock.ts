import { artifactsCid, rawCodec } from '@commonweal/sdk/artifacts/artifactsCid'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { bytesToHex, type Hex } from 'viem'
import { serverConfig } from '@/lib/config/serverConfig'

/** A block could not be had, or is not the one that was asked for. */
export class BlockError extends CommonwealError {
  override name = 'BlockError'
}

/** One chunk of the import profile: files up to this size are one block whose digest is the file's own sha256. */
export const blockLimit = 1_048_576

/**
 * Fetches a block from the IPFS gateway by its sha256 and checks it. The gateway is not believed.
 *
 * @throws BlockError `block_unreachable`, `block_too_large` or `block_mismatch` with both digests.
 */
export async function readBlock(digest: Hex): Promise<Uint8Array> {
  const { ipfsGatewayUrl } = await serverConfig()
  const cid = artifactsCid(digest, rawCodec).toString()
  let bytes: Uint8Array
  try {
    const response = await fetch(`${ipfsGatewayUrl}/ipfs/${cid}?format=raw`, {
      headers: { accept: 'application/vnd.ipld.raw' },
      cache: 'no-store',
      signal: AbortSignal.timeout(8_000),
    })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      throw new Error(`The gateway answered ${response.status}.`)
    }
    bytes = await readAtMost(response.body, blockLimit, cid)
  } catch (cause) {
    if (cause instanceof BlockError) throw cause
    throw new BlockError(`The IPFS gateway could not give ${cid}.`, {
      code: 'block_unreachable',
      details: { cid, digest },
      next: 'Check that the IPFS node runs and holds the bundle.',
      cause,
    })
  }
  const actual = bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource)))
  if (actual !== digest.toLowerCase()) {
    throw new BlockError(`The IPFS gateway gave other bytes for ${cid}.`, {
      code: 'block_mismatch',
      details: { cid, expected: digest, actual },
      next: 'Do not trust this gateway; use another.',
    })
  }
  return bytes
}

async function readAtMost(body: ReadableStream<Uint8Array>, limit: number, cid: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > limit) {
      throw new BlockError(`The IPFS gateway sent more than ${limit} bytes for ${cid}.`, {
        code: 'block_too_large',
        details: { cid, expected: limit },
      })
    }
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
