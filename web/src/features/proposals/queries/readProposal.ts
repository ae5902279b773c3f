import type { Address } from 'viem'
import { z } from 'zod'
import { queryIndex } from '@/lib/index/queryIndex'
import { address, bigint, bytes32, whole } from '@/lib/index/scalars'
import { type IndexedProposal, proposalFields, proposalSchema } from './proposalFields'

const document = /* GraphQL */ `
  query Proposal($id: ID!) {
    proposal(id: $id) {
      ...ProposalFields
      votes(first: 100, orderBy: at, orderDirection: desc) {
        voter
        member {
          memberId
        }
        support
        weight
        reason
        at
        transaction
      }
    }
  }
  ${proposalFields}
`

const voteSchema = z.object({
  voter: address,
  member: z.object({ memberId: bigint }).nullable(),
  support: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  weight: bigint,
  reason: z.string(),
  at: whole,
  transaction: bytes32,
})

const schema = z.object({ proposal: proposalSchema.extend({ votes: z.array(voteSchema) }).nullable() })

/** A ballot as the index has it. `support`: 0 against, 1 for, 2 abstain. `weight` counts votes lent to the voter. */
export type IndexedVote = z.output<typeof voteSchema>

/**
 * One proposal with its latest 100 ballots; null where the index does not know it.
 *
 * @throws IndexError
 */
export async function readProposal(
  governor: Address,
  proposalId: bigint,
): Promise<(IndexedProposal & { votes: IndexedVote[] }) | null> {
  const id = `${governor.toLowerCase()}-${proposalId}`
  return (await queryIndex(document, { id }, schema)).proposal
}
