import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { hashDescription } from '@commonweal/sdk/governance/proposalId'
import type { Action } from '@commonweal/sdk/proposals/action'
import type { Address, Hex, LocalAccount } from 'viem'
import type { Chain } from './openChain.ts'
import { sendTransaction } from './sendTransaction.ts'

/** A proposal's content: what `queue`, `execute` and `cancel` have to repeat. `description` in full, as on chain. */
export type ProposalContent = { governor: Address; actions: readonly Action[]; description: string }

/** The call that takes a proposal a step further, or back. */
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

async function advance(
  chain: Chain,
  account: LocalAccount,
  proposal: ProposalContent,
  functionName: 'queue' | 'execute',
  doing: string,
): Promise<{ transaction: Hex; block: bigint }> {
  const receipt = await sendTransaction(chain, account, proposalCall(proposal, functionName), doing)
  return { transaction: receipt.transactionHash, block: receipt.blockNumber }
}

/**
 * Puts a passed proposal into the timelock. Anyone may.
 *
 * @throws ChainError
 */
export function queueProposal(chain: Chain, account: LocalAccount, proposal: ProposalContent) {
  return advance(chain, account, proposal, 'queue', 'queueing the proposal')
}

/**
 * Carries a queued proposal out when its delay is over. Anyone may.
 *
 * @throws ChainError
 */
export function executeProposal(chain: Chain, account: LocalAccount, proposal: ProposalContent) {
  return advance(chain, account, proposal, 'execute', 'executing the proposal')
}
