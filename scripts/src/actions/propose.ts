import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import type { Action } from '@commonweal/sdk/proposals/action'
import { composeDescription } from '@commonweal/sdk/proposals/description'
import { type Address, type Hex, type LocalAccount, parseEventLogs } from 'viem'
import { ChainError } from './ChainError.ts'
import type { Chain } from './openChain.ts'
import { sendTransaction } from './sendTransaction.ts'

/** A member's signature for a proposal, as {@link readSponsorships} has checked it. */
export type SignedSponsorship = { sponsor: Address; deadline: bigint; signature: Hex }

/** The call that makes a proposal. `description` in full. */
export function proposeCall({
  governor,
  actions,
  description,
  sponsorships,
}: {
  governor: Address
  actions: readonly Action[]
  description: string
  sponsorships: readonly SignedSponsorship[]
}) {
  const args = [
    actions.map((action) => action.target),
    actions.map((action) => action.value),
    actions.map((action) => action.calldata),
    description,
  ] as const
  const contract = { address: governor, abi: communityGovernorAbi } as const
  return sponsorships.length === 0
    ? ({ ...contract, functionName: 'propose', args } as const)
    : ({ ...contract, functionName: 'proposeWithSponsors', args: [...args, sponsorships] } as const)
}

/**
 * Puts a proposal to a community. The description is bound to the proposer, so that nobody can propose the same first
 * and cancel it.
 *
 * @param text What people read; the binding is added to it.
 * @param sponsorships In the order of their members' ids; left out, it is proposed alone.
 * @returns The proposal's id, with the moments between which it is voted on, in Unix seconds.
 * @throws ChainError
 */
export async function propose(
  chain: Chain,
  account: LocalAccount,
  {
    governor,
    actions,
    text,
    sponsorships = [],
  }: {
    governor: Address
    actions: readonly Action[]
    text: string
    sponsorships?: readonly SignedSponsorship[]
  },
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
    proposeCall({ governor, actions, description, sponsorships }),
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
