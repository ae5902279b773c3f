import { checkRootSum } from './checkRootSum.ts'
import { matchingLimits } from './matchingLimits.ts'
import { pairOf } from './pairOf.ts'
import { root } from './root.ts'
import type { Tally } from './Tally.ts'

/** All that one donor gave to one project. */
export type DonorGift = {
  /** In base units. */
  amount: bigint
  /** The household that the donor declared, by any name. */
  household?: string
}

/**
 * Tallies all gifts to one project at once. {@link addGift} comes to the same, gift by gift and in any order.
 *
 * @param gifts One for each donor, summed.
 * @param householdBound M, in base units: see {@link pairOf}. Left out, households make no difference.
 * @throws MatchingError `amount_negative` or `tally_too_large`.
 */
export function tallyOf(
  gifts: readonly DonorGift[],
  householdBound: bigint = matchingLimits.householdBound,
): Tally {
  let rootSum = 0n
  let squares = 0n
  const households = new Map<string, bigint[]>()
  for (const { amount, household } of gifts) {
    const own = root(amount)
    rootSum += own
    squares += own * own
    if (household === undefined) continue
    const members = households.get(household)
    if (members === undefined) households.set(household, [own])
    else members.push(own)
  }
  checkRootSum(rootSum)
  let pairSum = rootSum * rootSum - squares
  for (const members of households.values()) {
    members.forEach((own, index) => {
      for (const other of members.slice(0, index)) {
        pairSum += pairOf(own, other, householdBound) - 2n * own * other
      }
    })
  }
  return { rootSum, pairSum }
}
