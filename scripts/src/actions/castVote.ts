import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { type Support, support as supportValues } from '@commonweal/sdk/governance/ballot'
import type { Address, Hex, LocalAccount } from 'viem'
import type { Chain } from './openChain.ts'
import { sendTransaction } from './sendTransaction.ts'

/**
 * Casts a member's vote. It cannot be changed afterwards.
 *
 * @param reason Public for ever; left out, none.
 * @throws ChainError
 */
export async function castVote(
  chain: Chain,
  account: LocalAccount,
  {
    governor,
    proposalId,
    support,
    reason,
  }: { governor: Address; proposalId: bigint; support: Support; reason?: string },
): Promise<{ transaction: Hex; block: bigint }> {
  const vote = supportValues[support]
  const target = { address: governor, abi: communityGovernorAbi } as const
  const receipt =
    reason === undefined || reason === ''
      ? await sendTransaction(
          chain,
          account,
          { ...target, functionName: 'castVote', args: [proposalId, vote] },
          'voting',
        )
      : await sendTransaction(
          chain,
          account,
          { ...target, functionName: 'castVoteWithReason', args: [proposalId, vote, reason] },
          'voting',
        )
  return { transaction: receipt.transactionHash, block: receipt.blockNumber }
}
