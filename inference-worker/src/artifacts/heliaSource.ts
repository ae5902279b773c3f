import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { withBitswap } from '@helia/bitswap'
import { withLibp2pLight } from '@helia/libp2p'
import { identify } from '@libp2p/identify'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import { MemoryBlockstore } from 'blockstore-core'
import { createHeliaLight } from 'helia'
import type { Logger } from 'pino'
import { type BlockSource, maxBlockBytes } from './BlockSource.ts'

/** How often peers that are gone are dialled again, milliseconds. */
const redialMs = 10_000

/**
 * Blocks over bitswap from an IPFS node inside this process. It listens nowhere, knows no public bootstrap and no
 * router: it speaks to the peers that the operator named.
 */
export async function heliaSource(peers: readonly string[], log: Logger): Promise<BlockSource> {
  const blockstore = new MemoryBlockstore()
  const helia = withBitswap(
    withLibp2pLight(createHeliaLight({ blockstore }), {
      addresses: { listen: [] },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: { identify: identify() },
    }),
    // A block of a bundle fits; nothing larger is read from a peer.
    { maxIncomingMessageSize: 2 * maxBlockBytes },
  )
  const addresses = peers.map((peer) => multiaddr(peer))
  await helia.start()
  const dial = async () => {
    for (const address of addresses) {
      try {
        await helia.libp2p.dial(address, { signal: AbortSignal.timeout(5_000) })
      } catch (cause) {
        log.debug({ peer: address.toString(), error: (cause as Error).message }, 'IPFS peer does not answer')
      }
    }
  }
  await dial()
  const redial = setInterval(dial, redialMs)
  redial.unref()
  return {
    name: `Helia (${peers.length} peers)`,
    async get(cid, limit, signal) {
      if (helia.libp2p.getPeers().length === 0) {
        throw new Error(peers.length === 0 ? 'no peer is configured' : 'no peer answers')
      }
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of helia.blockstore.get(cid, { signal })) {
        size += chunk.byteLength
        if (size > limit) throw new Error(`the block is larger than the ${limit} bytes that are left`)
        chunks.push(chunk)
      }
      // The artifact store keeps the file; a copy of each block in memory would only pile up.
      blockstore.delete(cid)
      return Buffer.concat(chunks)
    },
    async close() {
      clearInterval(redial)
      await helia.stop()
    },
  }
}
