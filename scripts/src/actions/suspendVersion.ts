import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import type { Hex, LocalAccount } from 'viem'
import type { Chain } from './openChain.ts'
import { sendTransaction } from './sendTransaction.ts'

/**
 * Stops a version at once, without a vote: a steward or elder of the community may. Only a vote lifts it.
 *
 * @param reason Public for ever.
 * @throws ChainError
 */
export async function suspendVersion(
  chain: Chain,
  account: LocalAccount,
  { communityId, versionId, reason }: { communityId: Hex; versionId: Hex; reason: string },
): Promise<{ transaction: Hex; block: bigint }> {
  const receipt = await sendTransaction(
    chain,
    account,
    {
      address: chain.addresses.modelRegistry,
      abi: modelRegistryAbi,
      functionName: 'suspend',
      args: [communityId, versionId, reason],
    },
    'suspending the version',
  )
  return { transaction: receipt.transactionHash, block: receipt.blockNumber }
}
