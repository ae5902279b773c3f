import type { Hex, PublicClient } from 'viem'
import type { Stack } from '../stack.ts'
import { letTimeReach } from './letTimeReach.ts'
import { walletOf } from './walletOf.ts'

export type ShownProposal = {
  proposalId: string
  proposer: Hex
  description: string
  actions: { target: Hex; value: string; calldata: Hex }[]
  state: string
  voteStart: number
  voteEnd: number
  executableAt: number
  forVotes: number
  againstVotes: number
  abstainVotes: number
  voters: number
  neededVotes: number
  neededVoters: number
  transaction: Hex
}

export type Sent = { transaction: Hex; block: string }

/** A proposal as the command line shows it. */
export async function showProposal(stack: Stack, proposalId: string): Promise<ShownProposal> {
  return (await stack.cli<{ proposal: ShownProposal }>(['proposal', 'show', proposalId])).proposal
}

/** Takes a passed proposal through its delays to its execution; returns the transaction that executed it. */
export async function carryOut(stack: Stack, chain: PublicClient, proposalId: string): Promise<Sent> {
  // Anybody may: neither step needs a member.
  const { privateKey } = walletOf(stack, 'contributor')
  await letTimeReach(chain, (await showProposal(stack, proposalId)).voteEnd + 1)
  const { executableAt } = await stack.cli<{ executableAt: number }>(['proposal', 'queue', proposalId], {
    privateKey,
  })
  await letTimeReach(chain, executableAt)
  return stack.cli<Sent>(['proposal', 'execute', proposalId], { privateKey })
}

/** Has the elder and the steward vote for a proposal, which is enough, and carries it out. */
export async function passAndCarryOut(stack: Stack, chain: PublicClient, proposalId: string): Promise<Sent> {
  await letTimeReach(chain, (await showProposal(stack, proposalId)).voteStart + 1)
  for (const who of ['elder', 'steward'] as const) {
    await stack.cli(['proposal', 'vote', proposalId, 'for'], walletOf(stack, who))
  }
  return carryOut(stack, chain, proposalId)
}
