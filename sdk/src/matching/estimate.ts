import type { GiftChange } from './addGift.ts'
import type { MatchingInput } from './computeMatching.ts'
import { type CartGift, estimateCart } from './estimateCart.ts'
import type { Tally } from './Tally.ts'

/** A gift that somebody thinks of, in a round as it stands. */
export type EstimateInput = Omit<MatchingInput, 'projects'> &
  Pick<GiftChange, 'householdBound'> &
  CartGift & { projects: readonly Tally[] }

/**
 * What a gift would add to its project's match, were the round finalized right after it: {@link estimateCart} of one.
 *
 * @returns Base units, never negative.
 * @throws MatchingError `project_unknown`, `amount_negative`, `tally_too_large` or `too_many_projects`.
 */
export function estimate({ project, amount, before, mates, ...round }: EstimateInput): bigint {
  const gift = mates === undefined ? { project, amount, before } : { project, amount, before, mates }
  return estimateCart({ ...round, gifts: [gift] })[0] as bigint
}
