import { floorOf } from './floorOf.ts'
import { formatLambda } from './formatLambda.ts'
import { isCapped } from './isCapped.ts'
import { matchingScale } from './matchingScale.ts'
import { payOf, type Scaling } from './payOf.ts'
import type { Tally } from './Tally.ts'

/** Why a project is paid what it is. */
export type MatchReason =
  /** No two donors, or all of one household that counts nothing. */
  | 'no_pairs'
  /** What its gifts call for. */
  | 'in_full'
  /** Less, for the pool is short. */
  | 'scaled_down'
  /** More, for the pool has more and the round says so. */
  | 'scaled_up'
  /** The cap, whatever its gifts call for. */
  | 'capped'

/** One project's pay, step by step. Amounts in base units. */
export type MatchSlip = Tally & {
  /** What its donors gave. */
  gifts: bigint
  /** What its gifts call for: P/K. */
  called: bigint
  /** As {@link formatLambda} gives it. */
  lambda: string
  reason: MatchReason
  match: bigint
  /** Gifts and match. */
  total: bigint
}

function reasonOf(pairSum: bigint, scaling: Scaling): MatchReason {
  if (pairSum === 0n) return 'no_pairs'
  if (isCapped(pairSum, scaling)) return 'capped'
  const scaled = scaling.num * matchingScale
  return scaled === scaling.den ? 'in_full' : scaled < scaling.den ? 'scaled_down' : 'scaled_up'
}

/**
 * Says why a project is paid what it is: the slip that a page shows and prints.
 *
 * @param project Its tally and gifts, with λ = num/den and the cap of its round: what `explain` of the contract answers.
 */
export function explainMatch({
  rootSum,
  pairSum,
  gifts,
  ...scaling
}: Tally & { gifts: bigint } & Scaling): MatchSlip {
  const match = payOf(pairSum, scaling)
  return {
    gifts,
    rootSum,
    pairSum,
    called: floorOf(pairSum, 1n, matchingScale),
    lambda: formatLambda(scaling),
    reason: reasonOf(pairSum, scaling),
    match,
    total: gifts + match,
  }
}
