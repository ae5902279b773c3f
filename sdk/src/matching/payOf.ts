import { floorOf } from './floorOf.ts'

/** How pair sums become pay: λ = num/den, one for all projects, and the cap. */
export type Scaling = {
  num: bigint
  /** 0 where λ is infinite: every project that has a match is paid the cap. */
  den: bigint
  /** The most that one project is paid, in base units. 0 or left out: no cap. */
  cap?: bigint
}

/**
 * What a project is paid as its match: min(cap, {@link floorOf}).
 *
 * @param pairSum P.
 * @returns Base units.
 */
export function payOf(pairSum: bigint, { num, den, cap = 0n }: Scaling): bigint {
  if (pairSum === 0n) return 0n
  if (den === 0n) return cap
  const share = floorOf(pairSum, num, den)
  return cap > 0n && cap < share ? cap : share
}
