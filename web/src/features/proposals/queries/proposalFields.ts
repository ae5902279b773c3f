import { z } from 'zod'
import { address, bigint, bytes, bytes32, whole } from '@/lib/index/scalars'

/** The fields of a proposal that lists and pages show. */
export const proposalFields = /* GraphQL */ `
  fragment ProposalFields on Proposal {
    proposalId
    governor
    proposer
    proposerMember {
      memberId
    }
    description
    targets
    values
    calldatas
    createdAt
    voteStart
    voteEnd
    electorate
    quorum
    minimumVoters
    state
    eta
    queuedAt
    executedAt
    canceledAt
    vetoedAt
    forVotes
    againstVotes
    abstainVotes
    voters
    createdTransaction
    queuedTransaction
    executedTransaction
  }
`

/** See {@link proposalFields}. Times in Unix seconds. */
export const proposalSchema = z.object({
  proposalId: bigint,
  governor: address,
  proposer: address,
  proposerMember: z.object({ memberId: bigint }).nullable(),
  description: z.string(),
  targets: z.array(address),
  values: z.array(bigint),
  calldatas: z.array(bytes),
  createdAt: whole,
  voteStart: whole,
  voteEnd: whole,
  electorate: bigint.nullable(),
  quorum: bigint.nullable(),
  minimumVoters: bigint.nullable(),
  state: z.enum(['CREATED', 'QUEUED', 'EXECUTED', 'CANCELED', 'VETOED']),
  eta: whole.nullable(),
  queuedAt: whole.nullable(),
  executedAt: whole.nullable(),
  canceledAt: whole.nullable(),
  vetoedAt: whole.nullable(),
  forVotes: bigint,
  againstVotes: bigint,
  abstainVotes: bigint,
  voters: whole,
  createdTransaction: bytes32,
  queuedTransaction: bytes32.nullable(),
  executedTransaction: bytes32.nullable(),
})

/** A proposal as the index has it. */
export type IndexedProposal = z.output<typeof proposalSchema>
