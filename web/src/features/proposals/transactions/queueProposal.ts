import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import type { Address } from 'viem'
import type { DisplayItem, PlannedTransaction } from '@/lib/transactions/PlannedTransaction'
import { contentArguments, type ProposalContent } from './content'

/** Puts a passed proposal into the waiting room. Anyone may send it. */
export function queueProposal(
  { governor, content }: { governor: Address; content: ProposalContent },
  items: readonly DisplayItem[],
): PlannedTransaction {
  return {
    address: governor,
    abi: communityGovernorAbi,
    functionName: 'queue',
    args: contentArguments(content),
    items,
  }
}
