import { ChainError } from '../actions/ChainError.ts'
import type { Proposal } from '../actions/readProposals.ts'
import { describeState } from './describeProposal.ts'

/**
 * Refuses a step that is not open to a proposal, with where it stands and when that changes.
 *
 * @param now The chain's time, in Unix seconds.
 * @param step What would have been done, as it follows "cannot be".
 * @throws ChainError `wrong_state`.
 */
export function requireState(proposal: Proposal, now: number, ready: boolean, step: string): void {
  if (ready) return
  throw new ChainError(`The proposal cannot be ${step} now. ${describeState(proposal, now)}`, {
    code: 'wrong_state',
    details: { proposalId: proposal.proposalId.toString(), state: proposal.state, now },
    next: 'Look at it with `proposal show`.',
  })
}
