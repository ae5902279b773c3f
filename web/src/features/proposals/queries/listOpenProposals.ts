import { z } from 'zod'
import { serverConfig } from '@/lib/config/serverConfig'
import { queryIndex } from '@/lib/index/queryIndex'
import { type IndexedProposal, proposalFields, proposalSchema } from './proposalFields'

const document = /* GraphQL */ `
  query OpenProposals($community: Bytes!) {
    open: proposals(
      first: 100
      orderBy: voteEnd
      orderDirection: desc
      where: { community: $community, state_in: [CREATED, QUEUED] }
    ) {
      ...ProposalFields
    }
    done: proposals(
      first: 3
      orderBy: executedAt
      orderDirection: desc
      where: { community: $community, state: EXECUTED }
    ) {
      ...ProposalFields
    }
  }
  ${proposalFields}
`

const schema = z.object({ open: z.array(proposalSchema), done: z.array(proposalSchema) })

/**
 * Proposals that have not come to an end on chain, and the latest that were carried out. Some of the former were
 * voted down: that leaves no trace on chain, see `phaseByIndex`.
 *
 * @throws IndexError
 */
export async function listOpenProposals(): Promise<{ open: IndexedProposal[]; done: IndexedProposal[] }> {
  const { communityId } = await serverConfig()
  return queryIndex(document, { community: communityId }, schema)
}
