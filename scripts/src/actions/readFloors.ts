import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'

/** The least values that a factory lets any community have. Seconds, and basis points. */
export type FactoryFloors = Readonly<
  Record<'votingDelay' | 'votingPeriod' | 'timelockDelay' | 'quorumBps' | 'recoveryDelay', number>
>

/**
 * Asks the factory for its least values.
 *
 * @throws ChainError
 */
export async function readFloors(chain: Chain): Promise<FactoryFloors> {
  try {
    return await chain.client.readContract({
      address: chain.addresses.communityFactory,
      abi: communityFactoryAbi,
      functionName: 'floors',
    })
  } catch (error) {
    throw explainFailure(error, 'reading the least values of the factory', chain.rpcUrl)
  }
}
