import { FsBlockstore } from 'blockstore-fs'
import type { CID } from 'multiformats/cid'
import { checkBlock } from './checkBlock.ts'
import { IpfsNodeError } from './IpfsNodeError.ts'

/**
 * Blocks in files, hashed whenever they come in and whenever they go out. A file that changed on disk is
 * dropped and reported as missing, so that sending the block again heals the store.
 */
export class CheckedBlockstore extends FsBlockstore {
  override async put(cid: CID, bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<CID> {
    checkBlock(cid, bytes)
    return await super.put(cid, bytes, options)
  }

  override async *get(cid: CID, options?: { signal?: AbortSignal }): AsyncGenerator<Uint8Array> {
    const pieces: Uint8Array[] = []
    for await (const piece of super.get(cid, options)) pieces.push(piece)
    const bytes = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
    try {
      checkBlock(cid, bytes)
    } catch (cause) {
      await this.delete(cid)
      throw new IpfsNodeError(`Block ${cid} was damaged on disk and has been dropped.`, {
        code: 'block_damaged',
        status: 404,
        next: 'Send the block again.',
        cause,
      })
    }
    yield bytes
  }
}
