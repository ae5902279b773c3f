import { proposalId } from '@commonweal/sdk/governance/proposalId'
import type { IndexedProposal } from './queries/proposalFields'

/**
 * Whether the text and actions that the index gave are those members vote on: a proposal's id on chain is the hash of
 * them, so a changed word or byte shows.
 */
export function contentIsGenuine(
  proposal: Pick<IndexedProposal, 'proposalId' | 'targets' | 'values' | 'calldatas' | 'description'>,
): boolean {
  const { targets, values, calldatas, description } = proposal
  if (targets.length !== values.length || targets.length !== calldatas.length) return false
  return proposalId({ targets, values, calldatas }, description) === proposal.proposalId
}
