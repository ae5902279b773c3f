import { computeMatching } from './computeMatching.ts'
import { floorOf } from './floorOf.ts'
import { formatLambda } from './formatLambda.ts'
import { matchingScale } from './matchingScale.ts'
import type { Round } from './parseRound.ts'
import { tallyOf } from './tallyOf.ts'

/** What a round comes to. Amounts in base units. */
export type RoundMatch = {
  /** What each project is paid beside its gifts. */
  match: Record<string, bigint>
  /** What the gifts of each call for, before the pool and the cap have their say: P/K. */
  pairSum: Record<string, bigint>
  /** As {@link formatLambda} gives it. */
  lambda: string
  /** What is left of the pool. */
  dust: bigint
}

/**
 * Computes a whole round from its gifts.
 *
 * @throws MatchingError `tally_too_large` or `too_many_projects`.
 */
export function matchRound({ householdBound, projects, ...terms }: Round): RoundMatch {
  const tallies = projects.map(({ gifts }) => tallyOf(gifts, householdBound))
  const matching = computeMatching({ ...terms, projects: tallies })
  const named = (amounts: readonly bigint[]) =>
    Object.fromEntries(projects.map(({ name }, index) => [name, amounts[index] as bigint]))
  return {
    match: named(matching.pays),
    pairSum: named(tallies.map(({ pairSum }) => floorOf(pairSum, 1n, matchingScale))),
    lambda: formatLambda(matching),
    dust: matching.dust,
  }
}
