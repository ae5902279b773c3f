import { createPublicClient, http, type PublicClient } from 'viem'
import { networkOf } from './networkOf'

const readers = new Map<string, PublicClient>()

/** Reads the configured chain. Calls made together travel together. */
export function chainReader(config: { chainId: number; rpcUrl: string }): PublicClient {
  const key = `${config.chainId} ${config.rpcUrl}`
  let reader = readers.get(key)
  if (reader === undefined) {
    reader = createPublicClient({
      chain: networkOf(config),
      transport: http(config.rpcUrl, { batch: { batchSize: 100 }, timeout: 10_000, retryCount: 1 }),
      pollingInterval: 1_000,
    })
    readers.set(key, reader)
  }
  return reader
}
