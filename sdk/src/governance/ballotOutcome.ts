import { CommonwealError } from '../errors/CommonwealError.ts'

/** `ICommunityGovernor.BallotOutcome`, in the order of its enum. */
export const ballotOutcomes = [
  'counted',
  'notActive',
  'expired',
  'unknownSupport',
  'noVote',
  'alreadyVoted',
  'invalidSignature',
  'delegateVoted',
] as const

/** What became of a ballot that was brought in with others: one of {@link ballotOutcomes}. */
export type BallotOutcome = (typeof ballotOutcomes)[number]

/**
 * Names the number that `castVotesBySig` returns for a ballot, or that its event BallotSkipped carries.
 *
 * @throws CommonwealError `unknown_ballot_outcome` for a number this version has no name for.
 */
export function ballotOutcome(value: number | bigint): BallotOutcome {
  const outcome = ballotOutcomes[Number(value)]
  if (outcome === undefined) {
    throw new CommonwealError(`The Governor answered with ballot outcome ${value}, which has no name here.`, {
      code: 'unknown_ballot_outcome',
      next: 'Use a newer version of this program.',
    })
  }
  return outcome
}
