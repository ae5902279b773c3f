import { MatchingError } from '../errors/MatchingError.ts'
import { matchingLimits } from './matchingLimits.ts'

/** @throws MatchingError `tally_too_large` where the contract would not take the gift. */
export function checkRootSum(rootSum: bigint): void {
  if (rootSum < matchingLimits.rootSum) return
  throw new MatchingError('The gifts to one project are larger than a round can hold.', {
    code: 'tally_too_large',
    details: { rootSum: rootSum.toString(), limit: matchingLimits.rootSum.toString() },
    next: 'Give amounts in base units; a million donors of 10^30 each fit.',
  })
}
