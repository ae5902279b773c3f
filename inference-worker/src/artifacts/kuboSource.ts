import { create } from 'kubo-rpc-client'
import type { BlockSource } from './BlockSource.ts'

/** Blocks from a Kubo node, or anything that speaks its RPC. */
export function kuboSource(url: string): BlockSource {
  const client = create({ url })
  return {
    name: `Kubo RPC ${new URL(url).origin}`,
    async get(cid, limit, signal) {
      // `block/get` itself has no limit: ask for the size first, so that a hostile node is noticed early.
      const { size } = await client.block.stat(cid, { signal })
      if (size > limit) throw new Error(`the block is larger than the ${limit} bytes that are left`)
      return client.block.get(cid, { signal })
    },
  }
}
