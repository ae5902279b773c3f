import { matchingLimits } from './matchingLimits.ts'
import { matchingScale } from './matchingScale.ts'

/**
 * What the pair of two gifts within one household counts: ⌊2xy·M·K / (M·K + xy)⌋ instead of 2xy.
 *
 * With k = M/(M + √cᵢ√cⱼ) it is k·2√cᵢ√cⱼ: pairwise-bounded quadratic funding (Buterin, 2019), inside households alone.
 *
 * @param root x, as {@link root} gives it.
 * @param other y, the same of the other member.
 * @param householdBound M, in base units: the pair never counts more than 2M. 0: it counts nothing; 2^128 − 1: as if it
 * were no household.
 * @returns In units of K to one base unit, as a pair sum.
 */
export function pairOf(root: bigint, other: bigint, householdBound: bigint): bigint {
  const product = root * other
  if (product === 0n) return 0n
  if (householdBound === matchingLimits.householdBound) return 2n * product
  const bound = householdBound * matchingScale
  return (2n * product * bound) / (bound + product)
}
