import { checkRootSum } from './checkRootSum.ts'
import { matchingLimits } from './matchingLimits.ts'
import { pairOf } from './pairOf.ts'
import { root } from './root.ts'
import type { Tally } from './Tally.ts'

/** What one donor's part in a project is, before and after. */
export type GiftChange = {
  /** What the donor had given to the project by then, in base units. */
  before: bigint
  /** What it has given with this: more for a gift, less where one is undone. */
  after: bigint
  /** What each other member of its household has given to the project. */
  mates?: readonly bigint[]
  /** M, in base units: see {@link pairOf}. Left out, households make no difference. */
  householdBound?: bigint
}

/**
 * Takes a gift, or one that is undone, into a project's tally, as the contract does: from root r to r′,
 * P += 2(r′ − r)(S − r) and S += r′ − r, where pairs within the household count {@link pairOf} instead. The cost is the
 * size of the household; the result depends on what each donor gave in the end, not on order or parts.
 *
 * @throws MatchingError `amount_negative` or `tally_too_large`.
 */
export function addGift(tally: Tally, change: GiftChange): Tally {
  const { before, after, mates = [], householdBound = matchingLimits.householdBound } = change
  const from = root(before)
  const to = root(after)
  const rootSum = tally.rootSum + to - from
  checkRootSum(rootSum)
  let strangers = tally.rootSum - from
  let pairSum = tally.pairSum
  for (const mate of mates.map(root)) {
    strangers -= mate
    pairSum += pairOf(to, mate, householdBound) - pairOf(from, mate, householdBound)
  }
  return { rootSum, pairSum: pairSum + 2n * (to - from) * strangers }
}
