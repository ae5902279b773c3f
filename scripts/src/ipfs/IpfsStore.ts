import { join } from 'node:path'
import { unixfs } from '@helia/unixfs'
import { CarBlockIterator, CarWriter } from '@ipld/car'
import { decode } from '@ipld/dag-pb'
import { FsDatastore } from 'datastore-fs'
import { createHeliaLight, type Helia } from 'helia'
import type { CID } from 'multiformats/cid'
import { CheckedBlockstore } from './CheckedBlockstore.ts'
import { checkBlock, checkCid, maxBlockBytes } from './checkBlock.ts'
import { IpfsNodeError } from './IpfsNodeError.ts'

/** What a CAR adds around its blocks: header, length prefixes and CIDs, with room to spare. */
const carOverheadBytes = 64 * 1024

/** A resolved place under a CID. `size` is in bytes, undefined for folders. */
export type IpfsEntry = { cid: CID; type: 'file' | 'raw' | 'directory'; size: bigint }

/**
 * The blocks and pins of the local IPFS node, on Helia without any network: it answers from its own folder and
 * never asks anyone else, so a missing block is known at once.
 */
export class IpfsStore {
  readonly #helia: Helia
  /** Imports run one at a time: taking back a failed one must not take blocks another relies on. */
  #writing: Promise<unknown> = Promise.resolve()

  private constructor(helia: Helia) {
    this.#helia = helia
  }

  /** Opens or makes the store in `folder`. Only one process may hold a folder. */
  static async open(folder: string): Promise<IpfsStore> {
    const datastore = new FsDatastore(join(folder, 'datastore'))
    await datastore.open()
    const blockstore = new CheckedBlockstore(join(folder, 'blocks'))
    await blockstore.open()
    const helia = createHeliaLight({ blockstore, datastore })
    await helia.start()
    return new IpfsStore(helia)
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => {})
    await this.#helia.stop()
  }

  async has(cid: CID): Promise<boolean> {
    checkCid(cid)
    return await this.#helia.blockstore.has(cid)
  }

  /** @throws IpfsNodeError `block_missing`, status 404. */
  async get(cid: CID, signal?: AbortSignal): Promise<Uint8Array> {
    if (!(await this.has(cid))) throw missing(cid)
    const pieces: Uint8Array[] = []
    for await (const piece of this.#helia.blockstore.get(cid, { offline: true, signal })) pieces.push(piece)
    return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
  }

  /** Keeps one block. @throws IpfsNodeError when the bytes are not what the CID names. */
  async put(cid: CID, bytes: Uint8Array): Promise<void> {
    checkBlock(cid, bytes)
    await this.#alone(async () => await this.#helia.blockstore.put(cid, bytes))
  }

  /**
   * Takes every block of a CAR, makes sure that nothing is missing below its roots and pins them. Either all of
   * it is kept or, on any error, none of what was new.
   *
   * @returns The roots and how many blocks and bytes the CAR held.
   * @throws IpfsNodeError for a malformed CAR, a block that is not what its CID names, a missing block or a CAR that
   *   is larger than `maxBytes`.
   */
  async importCar(
    source: AsyncIterable<Uint8Array>,
    { pin = true, maxBytes, signal }: { pin?: boolean; maxBytes: number; signal?: AbortSignal },
  ): Promise<{ roots: CID[]; blocks: number; bytes: number }> {
    return await this.#alone(async () => {
      const added: CID[] = []
      const pinned: CID[] = []
      let blocks = 0
      let bytes = 0
      let total = 0
      let sinceBlock = 0
      const counted = async function* () {
        for await (const piece of source) {
          signal?.throwIfAborted()
          total += piece.length
          sinceBlock += piece.length
          if (total > maxBytes) {
            throw new IpfsNodeError(`The upload is larger than ${maxBytes} bytes.`, {
              code: 'upload_too_large',
              status: 413,
              next: 'Send a smaller bundle, or raise --max-upload-bytes.',
            })
          }
          // One declared length can claim gigabytes: nothing larger than a block is ever gathered in memory.
          if (sinceBlock > maxBlockBytes + carOverheadBytes + piece.length) {
            throw new IpfsNodeError(`The CAR holds a block of more than ${maxBlockBytes} bytes.`, {
              code: 'block_too_large',
              status: 413,
              next: 'Import with chunks of 1 MiB (profile unixfs-v1-2025).',
            })
          }
          yield piece
        }
      }
      try {
        let roots: CID[]
        try {
          const reader = await CarBlockIterator.fromIterable(counted())
          roots = await reader.getRoots()
          for await (const block of reader) {
            sinceBlock = 0
            checkBlock(block.cid, block.bytes)
            blocks++
            bytes += block.bytes.length
            if (await this.#helia.blockstore.has(block.cid)) continue
            await this.#helia.blockstore.put(block.cid, block.bytes)
            added.push(block.cid)
          }
        } catch (cause) {
          if (cause instanceof IpfsNodeError || signal?.aborted) throw cause
          throw new IpfsNodeError(`The upload is not a whole CAR file: ${(cause as Error).message}.`, {
            code: 'car_malformed',
            status: 400,
            next: 'Send a complete CARv1 file.',
            cause,
          })
        }
        if (pin) {
          for (const root of roots) if (await this.#pin(root, signal)) pinned.push(root)
        }
        return { roots, blocks, bytes }
      } catch (error) {
        for (const root of pinned) await drain(this.#helia.pins.rm(root))
        for (const cid of added) {
          // A block that an older pin had lost and this import brought back stays.
          if (!(await this.#helia.pins.isPinned(cid))) await this.#helia.blockstore.delete(cid)
        }
        throw error
      }
    })
  }

  /** Pins a DAG that is here completely. @returns false if it was pinned before. */
  async pin(root: CID, signal?: AbortSignal): Promise<boolean> {
    return await this.#alone(() => this.#pin(root, signal))
  }

  /** @throws IpfsNodeError `not_pinned`, status 404. */
  async unpin(root: CID): Promise<void> {
    await this.#alone(async () => {
      if (!(await this.isPinRoot(root))) {
        throw new IpfsNodeError(`${root} is not pinned.`, { code: 'not_pinned', status: 404 })
      }
      await drain(this.#helia.pins.rm(root))
    })
  }

  async *pins(): AsyncGenerator<CID> {
    for await (const { cid } of this.#helia.pins.ls()) yield cid
  }

  /** Whether `cid` itself was pinned; blocks below a pinned root are not roots. */
  async isPinRoot(cid: CID): Promise<boolean> {
    for await (const pin of this.pins()) if (pin.equals(cid)) return true
    return false
  }

  /** Where a path under a root leads. @throws IpfsNodeError `path_missing` or `block_missing`, status 404. */
  async resolve(root: CID, path: string, signal?: AbortSignal): Promise<IpfsEntry> {
    if (!(await this.has(root))) throw missing(root)
    try {
      const stats = await unixfs(this.#helia).stat(root, { path, offline: true, signal })
      return { cid: stats.cid, type: stats.type, size: stats.size }
    } catch (cause) {
      throw asMissing(cause, `${root}${path ? `/${path}` : ''}`)
    }
  }

  /** The bytes of a file, `offset` and `length` in bytes. */
  read(
    cid: CID,
    range: { offset?: number; length?: number },
    signal?: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    return unixfs(this.#helia).cat(cid, { ...range, offline: true, signal })
  }

  async *list(cid: CID, signal?: AbortSignal): AsyncGenerator<{ name: string; cid: CID; bytes: bigint }> {
    for await (const entry of unixfs(this.#helia).ls(cid, { offline: true, signal })) {
      yield { name: entry.name, cid: entry.cid, bytes: BigInt(entry.size ?? 0) }
    }
  }

  /** The DAG as CARv1 in depth-first order. Every block is checked to be here before the first byte is given. */
  async exportCar(root: CID, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    for await (const _ of this.#walk(root, signal));
    return this.#writeCar(root, signal)
  }

  async *#writeCar(root: CID, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const { writer, out } = CarWriter.create([root])
    const written = (async () => {
      try {
        for await (const cid of this.#walk(root, signal)) {
          await writer.put({ cid, bytes: await this.get(cid, signal) })
        }
      } finally {
        await writer.close()
      }
    })()
    // Reported by the await below; until then a failure must not count as unhandled.
    written.catch(() => {})
    yield* out
    await written
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#writing.catch(() => {}).then(work)
    this.#writing = turn
    return await turn
  }

  async #pin(root: CID, signal?: AbortSignal): Promise<boolean> {
    for await (const _ of this.#walk(root, signal));
    if (await this.isPinRoot(root)) return false
    // Without the signal: the walk of Helia leaves an unhandled rejection when it is aborted, and nothing can be
    // missing here any more.
    await drain(this.#helia.pins.add(root))
    return true
  }

  /** Every block below `root`, each once, depth first. @throws IpfsNodeError `block_missing`. */
  async *#walk(root: CID, signal?: AbortSignal): AsyncGenerator<CID> {
    const seen = new Set<string>()
    const stack = [root]
    for (let cid = stack.pop(); cid; cid = stack.pop()) {
      signal?.throwIfAborted()
      const key = cid.toString()
      if (seen.has(key)) continue
      seen.add(key)
      if (!(await this.has(cid))) throw missing(cid)
      yield cid
      // Only dag-pb blocks hold links: leaves need not be read to know what is below them.
      if (cid.code !== 0x55) {
        stack.push(
          ...decode(await this.get(cid, signal))
            .Links.map((link) => link.Hash as CID)
            .reverse(),
        )
      }
    }
  }
}

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}

function missing(cid: CID): IpfsNodeError {
  return new IpfsNodeError(`Block ${cid} is not on this node, and it asks no other.`, {
    code: 'block_missing',
    status: 404,
    details: { cid: cid.toString() },
    next: 'Import the files into this node (dag/import) and ask again.',
  })
}

function asMissing(cause: unknown, what: string): unknown {
  if (cause instanceof IpfsNodeError || (cause as Error)?.name === 'AbortError') return cause
  const inner = (cause as { cause?: unknown })?.cause
  if (inner instanceof IpfsNodeError) return inner
  return new IpfsNodeError(`There is nothing at /ipfs/${what}: ${(cause as Error).message}.`, {
    code: 'path_missing',
    status: 404,
    cause,
  })
}
