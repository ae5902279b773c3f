import { CommonwealError } from '../errors/CommonwealError.ts'

/** OpenZeppelin's `IGovernor.ProposalState`, in the order of its enum. */
export const proposalStates = [
  'Pending',
  'Active',
  'Canceled',
  'Defeated',
  'Succeeded',
  'Queued',
  'Expired',
  'Executed',
] as const

/** One of {@link proposalStates}. */
export type ProposalState = (typeof proposalStates)[number]

/**
 * Names the number that `IGovernor.state` returns.
 *
 * @throws CommonwealError `unknown_proposal_state` for a number this version has no name for.
 */
export function proposalState(value: number | bigint): ProposalState {
  const state = proposalStates[Number(value)]
  if (state === undefined) {
    throw new CommonwealError(`The Governor answered with state ${value}, which has no name here.`, {
      code: 'unknown_proposal_state',
      next: 'Use a newer version of this program.',
    })
  }
  return state
}
