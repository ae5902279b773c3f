import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'

/**
 * Reads the time of a chain's latest block, in Unix seconds.
 *
 * @throws ChainError
 */
export async function readNow(chain: Chain): Promise<number> {
  try {
    return Number((await chain.client.getBlock({ blockTag: 'latest' })).timestamp)
  } catch (error) {
    throw explainFailure(error, 'reading the time of the chain', chain.rpcUrl)
  }
}
