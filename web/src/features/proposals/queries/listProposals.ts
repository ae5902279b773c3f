import { z } from 'zod'
import { serverConfig } from '@/lib/config/serverConfig'
import { queryIndex } from '@/lib/index/queryIndex'
import { type IndexedProposal, proposalFields, proposalSchema } from './proposalFields'

/** Proposals on one page of the list. */
export const proposalsPerPage = 20
/** The index refuses to skip more. */
const mostSkipped = 5000

const document = /* GraphQL */ `
  query Proposals($community: Bytes!, $first: Int!, $skip: Int!) {
    proposals(
      first: $first
      skip: $skip
      orderBy: createdAt
      orderDirection: desc
      where: { community: $community }
    ) {
      ...ProposalFields
    }
  }
  ${proposalFields}
`

const schema = z.object({ proposals: z.array(proposalSchema) })

/**
 * A page of the community's proposals, the newest first.
 *
 * @param page 1 for the newest.
 * @throws IndexError
 */
export async function listProposals(page: number): Promise<{ proposals: IndexedProposal[]; more: boolean }> {
  const { communityId } = await serverConfig()
  const skip = Math.min((page - 1) * proposalsPerPage, mostSkipped)
  const { proposals } = await queryIndex(
    document,
    { community: communityId, first: proposalsPerPage + 1, skip },
    schema,
  )
  return { proposals: proposals.slice(0, proposalsPerPage), more: proposals.length > proposalsPerPage }
}
