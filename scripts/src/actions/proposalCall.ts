import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { hashDescription } from '@commonweal/sdk/governance/proposalId'
import type { Action } from '@commonweal/sdk/proposals/action'
import type { Address } from 'viem'

/** A proposal's content: what `queue`, `execute` and `cancel` have to repeat. `description` in full, as on chain. */
export type ProposalContent = { governor: Address; actions: readonly Action[]; description: string }

/** The call that takes a proposal a step further, which anyone may, or back, which its proposer may. */
export function proposalCall<const functionName extends 'queue' | 'execute' | 'cancel'>(
  { governor, actions, description }: ProposalContent,
  functionName: functionName,
) {
  return {
    address: governor,
    abi: communityGovernorAbi,
    functionName,
    args: [
      actions.map((action) => action.target),
      actions.map((action) => action.value),
      actions.map((action) => action.calldata),
      hashDescription(description),
    ],
  } as const
}
