import { MatchingError } from '../errors/MatchingError.ts'
import { addGift, type GiftChange } from './addGift.ts'
import { computeMatching, type MatchingInput } from './computeMatching.ts'
import type { Tally } from './Tally.ts'

/** A gift that somebody thinks of, in a round as it stands. */
export type EstimateInput = Omit<MatchingInput, 'projects'> &
  Omit<GiftChange, 'after'> & {
    projects: readonly Tally[]
    /** The project it would go to: its place in `projects`, from 0. */
    project: number
    /** The gift, in base units. */
    amount: bigint
  }

/**
 * What a gift would add to its project's match, were the round finalized right after it: the pay with it less the pay
 * without it, by the arithmetic of the contract. Gifts that come later can make it less or more.
 *
 * @returns Base units, never negative.
 * @throws MatchingError `project_unknown`, `amount_negative`, `tally_too_large` or `too_many_projects`.
 */
export function estimate({ project, amount, ...round }: EstimateInput): bigint {
  const tally = round.projects[project]
  if (tally === undefined) {
    throw new MatchingError(`The round has no project at ${project}.`, { code: 'project_unknown' })
  }
  const given = addGift(tally, { ...round, after: round.before + amount })
  const pay = (projects: readonly Tally[]) => computeMatching({ ...round, projects }).pays[project] ?? 0n
  const more = pay(round.projects.with(project, given)) - pay(round.projects)
  return more > 0n ? more : 0n
}
