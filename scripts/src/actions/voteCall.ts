import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { type Support, support as supportValues } from '@commonweal/sdk/governance/ballot'
import type { Address } from 'viem'

/**
 * The call that casts a member's vote. It cannot be changed afterwards.
 *
 * @param reason Public for ever; left out, none.
 */
export function voteCall({
  governor,
  proposalId,
  support,
  reason = '',
}: {
  governor: Address
  proposalId: bigint
  support: Support
  reason?: string
}) {
  const contract = { address: governor, abi: communityGovernorAbi } as const
  const vote = supportValues[support]
  return reason === ''
    ? ({ ...contract, functionName: 'castVote', args: [proposalId, vote] } as const)
    : ({ ...contract, functionName: 'castVoteWithReason', args: [proposalId, vote, reason] } as const)
}
