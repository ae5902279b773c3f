import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import type { Action } from '@commonweal/sdk/proposals/action'
import { composeDescription } from '@commonweal/sdk/proposals/description'
import { type Address, type Hex, type LocalAccount, parseEventLogs } from 'viem'
import { ChainError } from './ChainError.ts'
import type { Chain } from './openChain.ts'
import { sendTransaction } from './sendTransaction.ts'

/**
 * Puts a proposal to a community. The description is bound to the proposer, so that nobody can propose the same first
 * and cancel it.
 *
 * @param text What people read; the binding is added to it.
 * @returns The proposal's id, with the moments between which it is voted on, in Unix seconds.
 * @throws ChainError
 */
export async function propose(
  chain: Chain,
  account: LocalAccount,
  { governor, actions, text }: { governor: Address; actions: readonly Action[]; text: string },
): Promise<{
  proposalId: bigint
  description: string
  voteStart: number
  voteEnd: number
  transaction: Hex
  block: bigint
}> {
  const description = composeDescription(text, account.address)
  const receipt = await sendTransaction(
    chain,
    account,
    {
      address: governor,
      abi: communityGovernorAbi,
      functionName: 'propose',
      args: [
        actions.map((action) => action.target),
        actions.map((action) => action.value),
        actions.map((action) => action.calldata),
        description,
      ],
    },
    'making the proposal',
  )
  const created = parseEventLogs({
    abi: communityGovernorAbi,
    eventName: 'ProposalCreated',
    logs: receipt.logs,
  })[0]
  if (created === undefined) {
    throw new ChainError('The transaction went through but made no proposal.', {
      code: 'transaction_failed',
      details: { transaction: receipt.transactionHash, governor },
    })
  }
  return {
    proposalId: created.args.proposalId,
    description,
    voteStart: Number(created.args.voteStart),
    voteEnd: Number(created.args.voteEnd),
    transaction: receipt.transactionHash,
    block: receipt.blockNumber,
  }
}
