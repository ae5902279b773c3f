import { MatchingError } from '../errors/MatchingError.ts'
import { addGift, type GiftChange } from './addGift.ts'
import { computeMatching, type MatchingInput } from './computeMatching.ts'
import type { Tally } from './Tally.ts'

/** One of the gifts that somebody thinks of giving at once. */
export type CartGift = Pick<GiftChange, 'before' | 'mates'> & {
  /** The project it would go to: its place in `projects`, from 0. */
  project: number
  /** In base units. */
  amount: bigint
}

/** A cart of gifts, in a round as it stands. */
export type CartInput = Omit<MatchingInput, 'projects'> &
  Pick<GiftChange, 'householdBound'> & {
    projects: readonly Tally[]
    /** Each to another project. */
    gifts: readonly CartGift[]
  }

/**
 * What gifts that are given together would add to the matches of their projects, were the round finalized right after
 * them: of each project the pay with all of them less the pay without any, by the arithmetic of the contract. Where the
 * pool is short, one gift of a cart takes from what another adds. Gifts that come later can make it less or more.
 *
 * @returns Base units in the order of the gifts, none negative.
 * @throws MatchingError `project_unknown`, `amount_negative`, `tally_too_large` or `too_many_projects`.
 */
export function estimateCart({ gifts, householdBound, ...round }: CartInput): bigint[] {
  const bound = householdBound === undefined ? {} : { householdBound }
  const given = gifts.reduce<readonly Tally[]>((tallies, { project, amount, ...gift }) => {
    const tally = tallies[project]
    if (tally === undefined) {
      throw new MatchingError(`The round has no project at ${project}.`, { code: 'project_unknown' })
    }
    return tallies.with(project, addGift(tally, { ...gift, ...bound, after: gift.before + amount }))
  }, round.projects)
  const without = computeMatching(round).pays
  const together = computeMatching({ ...round, projects: given }).pays
  return gifts.map(({ project }) => {
    const more = (together[project] ?? 0n) - (without[project] ?? 0n)
    return more > 0n ? more : 0n
  })
}
