import { cache } from 'react'
import { serverConfig } from '@/lib/config/serverConfig'
import { ChainError } from './ChainError'
import { chainReader } from './chainReader'

/** The latest block: `timestamp`, in Unix seconds, is what every "now" of these pages means. */
export type Head = { number: number; timestamp: number }

/**
 * Reads the latest block, and that it is a block of the configured chain.
 *
 * @throws ChainError `chain_unreachable` or `chain_mismatch`.
 */
export const readHead: () => Promise<Head> = cache(async () => {
  const config = await serverConfig()
  const reader = chainReader(config)
  let chainId: number
  let head: Head
  try {
    const [id, block] = await Promise.all([reader.getChainId(), reader.getBlock({ blockTag: 'latest' })])
    chainId = id
    head = { number: Number(block.number), timestamp: Number(block.timestamp) }
  } catch (cause) {
    throw new ChainError('The chain does not answer.', {
      code: 'chain_unreachable',
      details: { chainId: config.chainId },
      next: 'Start it, or correct COMMONWEAL_RPC_URL.',
      cause,
    })
  }
  if (chainId !== config.chainId) {
    throw new ChainError(`The RPC speaks for chain ${chainId}, not for ${config.chainId}.`, {
      code: 'chain_mismatch',
      details: { expected: config.chainId, actual: chainId },
      next: 'Correct COMMONWEAL_RPC_URL or COMMONWEAL_CHAIN_ID.',
    })
  }
  return head
})
