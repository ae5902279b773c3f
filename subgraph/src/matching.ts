import { BigInt } from '@graphprotocol/graph-ts'

/** The arithmetic of the contracts' Matching library, to the unit. BigInt has no upper bound, so no step needs 512 bits. */

const ZERO = BigInt.zero()
const ONE = BigInt.fromI32(1)
const TWO = BigInt.fromI32(2)
const SCALE = BigInt.fromI32(10).pow(32)
const HAIR = BigInt.fromI32(2048)
const UNBOUNDED = TWO.pow(128).minus(ONE)

/** ⌊√(amount · SCALE)⌋ */
export function rootOf(amount: BigInt): BigInt {
  return amount.times(SCALE).sqrt()
}

/** By how much a project's pairs grow where one donor's root changes; `roots` are all before that. */
export function growthOf(roots: BigInt, before: BigInt, after: BigInt): BigInt {
  return TWO.times(after.minus(before)).times(roots.minus(before))
}

/** What a pair inside a household counts less than one outside. */
export function lossOf(left: BigInt, right: BigInt, bound: BigInt): BigInt {
  if (bound == UNBOUNDED) return ZERO
  const product = left.times(right)
  if (product.isZero()) return ZERO
  const limit = bound.times(SCALE)
  return TWO.times(product).minus(TWO.times(product).times(limit).div(limit.plus(product)))
}

/** A project's match at a settled rate. A cap of null is none, a threshold of zero: nobody gets the cap. */
export function matchOf(
  pairs: BigInt,
  numerator: BigInt,
  denominator: BigInt,
  threshold: BigInt,
  cap: BigInt | null,
): BigInt {
  if (pairs.isZero()) return ZERO
  if (cap !== null && !threshold.isZero() && pairs >= threshold) return cap
  const product = pairs.times(numerator)
  let part = product.div(denominator)
  if (product.mod(denominator) >= denominator.minus(denominator.div(HAIR))) part = part.plus(ONE)
  return cap !== null && part > cap ? cap : part
}
