import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { type Support, support } from '@commonweal/sdk/governance/ballot'
import type { Address } from 'viem'
import type { DisplayItem, PlannedTransaction } from '@/lib/transactions/PlannedTransaction'

/** A member's vote, with a public reason where one is given. */
export function castVote(
  {
    governor,
    proposalId,
    choice,
    reason,
  }: { governor: Address; proposalId: bigint; choice: Support; reason: string },
  items: readonly DisplayItem[],
): PlannedTransaction {
  const common = { address: governor, abi: communityGovernorAbi, items }
  return reason.trim() === ''
    ? { ...common, functionName: 'castVote', args: [proposalId, support[choice]] }
    : { ...common, functionName: 'castVoteWithReason', args: [proposalId, support[choice], reason.trim()] }
}
