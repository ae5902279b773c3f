import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { type ProposalState, proposalState } from '@commonweal/sdk/governance/proposalState'
import { type Address, BaseError, ContractFunctionRevertedError, type PublicClient } from 'viem'
import { ChainError } from '@/lib/chain/ChainError'

/** Where a proposal stands on the chain. Times in Unix seconds, votes in members. */
export type BallotBox = {
  state: ProposalState
  voteStart: number
  voteEnd: number
  eta: number | null
  forVotes: bigint
  againstVotes: bigint
  abstainVotes: bigint
  voters: bigint
  quorum: bigint
  minimumVoters: bigint
}

/**
 * Reads a proposal's state and votes from the Governor itself. Null where the Governor knows no such proposal.
 *
 * @throws ChainError `chain_unreachable`
 */
export async function readBallotBox(
  reader: PublicClient,
  governor: Address,
  proposalId: bigint,
): Promise<BallotBox | null> {
  const contract = { address: governor, abi: communityGovernorAbi, args: [proposalId] } as const
  try {
    const [state, start, end, eta, votes, voters, needed] = await Promise.all([
      reader.readContract({ ...contract, functionName: 'state' }),
      reader.readContract({ ...contract, functionName: 'proposalSnapshot' }),
      reader.readContract({ ...contract, functionName: 'proposalDeadline' }),
      reader.readContract({ ...contract, functionName: 'proposalEta' }),
      reader.readContract({ ...contract, functionName: 'proposalVotes' }),
      reader.readContract({ ...contract, functionName: 'proposalVoters' }),
      reader.readContract({ ...contract, functionName: 'proposalQuorum' }),
    ])
    return {
      state: proposalState(state),
      voteStart: Number(start),
      voteEnd: Number(end),
      eta: eta === 0n ? null : Number(eta),
      againstVotes: votes[0],
      forVotes: votes[1],
      abstainVotes: votes[2],
      voters,
      quorum: needed[0],
      minimumVoters: needed[1],
    }
  } catch (cause) {
    const reverted =
      cause instanceof BaseError && cause.walk((error) => error instanceof ContractFunctionRevertedError)
    if (
      reverted instanceof ContractFunctionRevertedError &&
      reverted.data?.errorName === 'GovernorNonexistentProposal'
    )
      return null
    throw new ChainError('The proposal cannot be read from the chain.', {
      code: 'proposal_unreadable',
      details: { governor, proposalId: proposalId.toString() },
      next: 'Try again in a moment.',
      cause,
    })
  }
}
