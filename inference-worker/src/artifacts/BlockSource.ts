import type { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { WorkerError } from '../errors/WorkerError.ts'

/** Somewhere blocks come from. What it returns is not believed: {@link VerifiedBlocks} hashes every block. */
export interface BlockSource {
  /** For messages and logs; without secrets. */
  readonly name: string
  /** Asks for one block, at most `limit` bytes, and gives up when `signal` says so. */
  get(cid: CID, limit: number, signal: AbortSignal): Promise<Uint8Array>
  close?(): Promise<void>
}

/** Blocks of the one import profile are at most 1 MiB of data; two leaves room for other profiles, as on bitswap. */
export const maxBlockBytes = 2 * 1024 * 1024

const rawCodec = 0x55
const dagPbCodec = 0x70
const sha256Code = 0x12

/**
 * Fetches blocks from several sources in turn and lets none through that does not hash to its CID. Counts what it
 * fetches, so that a bundle cannot cost more than it declared.
 */
export class VerifiedBlocks {
  readonly #sources: readonly BlockSource[]
  readonly #timeoutMs: number
  readonly #signal: AbortSignal
  #budget: number

  /**
   * @param timeoutMs Longest wait for one block from one source: a missing block otherwise hangs for ever.
   * @param budget Bytes that may be fetched in all.
   */
  constructor(sources: readonly BlockSource[], timeoutMs: number, budget: number, signal: AbortSignal) {
    this.#sources = sources
    this.#timeoutMs = timeoutMs
    this.#budget = budget
    this.#signal = signal
  }

  /** As a blockstore of the UnixFS exporter. */
  async *get(cid: CID): AsyncGenerator<Uint8Array> {
    yield await this.fetch(cid)
  }

  /** @throws WorkerError `artifact_unreachable` (no source has it) or `manifest_refused` (no such block can be used). */
  async fetch(cid: CID): Promise<Uint8Array> {
    if (
      cid.version !== 1 ||
      cid.multihash.code !== sha256Code ||
      ![rawCodec, dagPbCodec].includes(cid.code)
    ) {
      throw new WorkerError(
        'manifest_refused',
        `${cid} is not a CIDv1 of a raw or dag-pb block with sha2-256`,
        {
          next: 'Submit the bundle again with `commonweal model submit`, which uses the import profile of the network.',
        },
      )
    }
    const failures: string[] = []
    for (const source of this.#sources) {
      this.#signal.throwIfAborted()
      try {
        const limit = Math.min(maxBlockBytes, this.#budget)
        const bytes = await source.get(
          cid,
          limit,
          AbortSignal.any([this.#signal, AbortSignal.timeout(this.#timeoutMs)]),
        )
        if (bytes.byteLength > limit)
          throw new Error(`the block is larger than the ${limit} bytes that are left`)
        const digest = await sha256.digest(bytes)
        if (!Buffer.from(digest.digest).equals(cid.multihash.digest)) {
          throw new Error('the bytes it sent do not hash to the CID')
        }
        this.#budget -= bytes.byteLength
        return bytes
      } catch (cause) {
        if (this.#signal.aborted) throw this.#signal.reason
        failures.push(`${source.name}: ${reasonOf(cause)}`)
      }
    }
    throw new WorkerError(
      'artifact_unreachable',
      `Block ${cid} could not be fetched (${failures.join('; ') || 'no IPFS source is configured'})`,
      {
        next: 'Check that the IPFS node or gateway is up and holds the bundle; the worker tries again by itself.',
        retryAfterSeconds: 10,
      },
    )
  }
}

function reasonOf(cause: unknown): string {
  const error = cause as { name?: string; message?: string; cause?: { code?: string; message?: string } }
  if (error.name === 'TimeoutError') return 'no answer in time'
  return error.cause?.code ?? error.cause?.message ?? error.message ?? String(cause)
}

/** Reads a body up to a limit, so that a source cannot fill the memory. */
export async function readLimited(response: Response, limit: number): Promise<Uint8Array> {
  const declared = Number(response.headers.get('content-length') ?? 0)
  if (declared > limit) {
    await response.body?.cancel()
    throw new Error(`the block is larger than the ${limit} bytes that are left`)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw new Error(`the block is larger than the ${limit} bytes that are left`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
