import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import type { Address } from 'viem'
import type { DisplayItem, PlannedTransaction } from '@/lib/transactions/PlannedTransaction'
import { contentArguments, type ProposalContent } from './content'

/** Carries out a proposal whose waiting time has ended. Anyone may send it. */
export function executeProposal(
  { governor, content }: { governor: Address; content: ProposalContent },
  items: readonly DisplayItem[],
): PlannedTransaction {
  return {
    address: governor,
    abi: communityGovernorAbi,
    functionName: 'execute',
    args: contentArguments(content),
    items,
  }
}
