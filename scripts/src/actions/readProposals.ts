import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { startBlocks } from '@commonweal/contracts/addresses'
import { type ProposalState, proposalState } from '@commonweal/sdk/governance/proposalState'
import type { Action, ActionAddresses, DecodedAction } from '@commonweal/sdk/proposals/action'
import { decodeAction } from '@commonweal/sdk/proposals/decodeAction'
import { readDescription } from '@commonweal/sdk/proposals/description'
import { type Address, type Hex, HttpRequestError, TimeoutError } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'

/** A proposal as the chain has it. Times in Unix seconds, by the chain's clock. */
export type Proposal = {
  proposalId: bigint
  proposer: Address
  /** In full, as `queue` and `execute` need it. */
  description: string
  /** What people read of it. */
  text: string
  actions: Action[]
  decoded: DecodedAction[]
  state: ProposalState
  voteStart: number
  voteEnd: number
  /** From when it can be executed; zero until queued. */
  executableAt: number
  forVotes: number
  againstVotes: number
  abstainVotes: number
  voters: number
  /** Votes for and abstaining that it needs, and distinct voters. */
  neededVotes: number
  neededVoters: number
  transaction: Hex
}

/** Contracts whose calls have a meaning in this community's proposals. */
export function actionAddresses(chain: Chain, community: Community): ActionAddresses {
  return {
    communityRegistry: chain.addresses.communityRegistry,
    modelRegistry: chain.addresses.modelRegistry,
    culturalProtocols: chain.addresses.culturalProtocols,
    federation: chain.addresses.federation,
    quadraticFunding: chain.addresses.quadraticFunding,
    membership: community.membership,
    governor: community.governor,
    timelock: community.timelock,
    council: community.council,
  }
}

/** Many RPCs bound how many blocks one question may span: asks in halves when a wide one is refused. */
export async function readInRanges<T>(
  read: (fromBlock: bigint, toBlock: bigint) => Promise<T[]>,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<T[]> {
  try {
    return await read(fromBlock, toBlock)
  } catch (error) {
    const silent = error instanceof HttpRequestError || error instanceof TimeoutError
    if (silent || toBlock - fromBlock < 100n) throw error
    const middle = (fromBlock + toBlock) / 2n
    const [left, right] = [
      await readInRanges(read, fromBlock, middle),
      await readInRanges(read, middle + 1n, toBlock),
    ]
    return [...left, ...right]
  }
}

/**
 * Reads every proposal of a community from the chain, newest first, all as of one block.
 *
 * @returns The proposals, and the chain's time at that block.
 * @throws ChainError
 */
export async function readProposals(
  chain: Chain,
  community: Community,
): Promise<{ now: number; proposals: Proposal[] }> {
  const governor = { address: community.governor, abi: communityGovernorAbi } as const
  try {
    const block = await chain.client.getBlock({ blockTag: 'latest' })
    const blockNumber = block.number
    const created = await readInRanges(
      (fromBlock, toBlock) =>
        chain.client.getContractEvents({
          ...governor,
          eventName: 'ProposalCreated',
          fromBlock,
          toBlock,
          strict: true,
        }),
      BigInt(startBlocks[chain.chainId] ?? 0),
      blockNumber,
    )
    const addresses = actionAddresses(chain, community)
    const proposals = created.map(async ({ args, transactionHash }): Promise<Proposal> => {
      const ask = { ...governor, args: [args.proposalId], blockNumber } as const
      const [state, deadline, eta, votes, voters, needed] = await Promise.all([
        chain.client.readContract({ ...ask, functionName: 'state' }),
        chain.client.readContract({ ...ask, functionName: 'proposalDeadline' }),
        chain.client.readContract({ ...ask, functionName: 'proposalEta' }),
        chain.client.readContract({ ...ask, functionName: 'proposalVotes' }),
        chain.client.readContract({ ...ask, functionName: 'proposalVoters' }),
        chain.client.readContract({ ...ask, functionName: 'proposalQuorum' }),
      ])
      const actions = args.targets.map((target, index) => ({
        target,
        value: args.values[index] ?? 0n,
        calldata: args.calldatas[index] ?? '0x',
      }))
      const [againstVotes, forVotes, abstainVotes] = votes
      return {
        proposalId: args.proposalId,
        proposer: args.proposer,
        description: args.description,
        text: readDescription(args.description).text,
        actions,
        decoded: actions.map((action) => decodeAction(action, addresses)),
        state: proposalState(state),
        voteStart: Number(args.voteStart),
        voteEnd: Number(deadline),
        executableAt: Number(eta),
        forVotes: Number(forVotes),
        againstVotes: Number(againstVotes),
        abstainVotes: Number(abstainVotes),
        voters: Number(voters),
        neededVotes: Number(needed[0]),
        neededVoters: Number(needed[1]),
        transaction: transactionHash,
      }
    })
    return { now: Number(block.timestamp), proposals: (await Promise.all(proposals)).reverse() }
  } catch (error) {
    throw explainFailure(error, 'reading the proposals', chain.rpcUrl)
  }
}

/**
 * Finds one proposal by its id, or by the first digits of it where they fit only one.
 *
 * @throws ChainError `unknown_proposal`.
 */
export async function readProposal(
  chain: Chain,
  community: Community,
  id: string,
): Promise<{ now: number; proposal: Proposal }> {
  const { now, proposals } = await readProposals(chain, community)
  const fitting = /^[0-9]{4,}$/.test(id)
    ? proposals.filter((each) => each.proposalId.toString().startsWith(id))
    : []
  const exact = fitting.find((each) => each.proposalId.toString() === id)
  const found = exact ?? (fitting.length === 1 ? fitting[0] : undefined)
  if (found === undefined) {
    throw new ChainError(
      fitting.length > 1
        ? `More than one proposal of ${community.name} begins with ${id}.`
        : `${community.name} has no proposal ${id}.`,
      {
        code: 'unknown_proposal',
        details: { id, communityId: community.communityId },
        next: 'List them with `proposal list`; an id is whole, or its first digits (four at least).',
      },
    )
  }
  return { now, proposal: found }
}
