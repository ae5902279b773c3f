/**
 * The pair sum by its definition, pair by pair or group by group, with roots of 40 digits below one base unit: what the
 * sdk's own is measured against. Shares nothing with it.
 */
const side = 10n ** 40n
/** What an exact pair sum is divided by to be base units. */
export const exactScale = side * side

const roots = new Map<bigint, bigint>()

function exactRoot(amount: bigint): bigint {
  const known = roots.get(amount)
  if (known !== undefined) return known
  const square = amount * exactScale
  let low = 0n
  let high = 1n << BigInt((square.toString(16).length * 4) / 2 + 1)
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle * middle <= square) low = middle
    else high = middle
  }
  roots.set(amount, low)
  return low
}

/** A gift, and how many donors gave the same. */
export type ExactGift = { amount: bigint; household?: string | undefined; count?: bigint }

/** Σ 2√cᵢ√cⱼ over all pairs of donors, each k·2√cᵢ√cⱼ within a household, times {@link exactScale}. */
export function exactPairSum(gifts: readonly ExactGift[], householdBound = 0n): bigint {
  let sum = 0n
  let before = 0n
  gifts.forEach(({ amount, household, count = 1n }, index) => {
    const own = exactRoot(amount)
    sum += 2n * own * before * count + own * own * count * (count - 1n)
    before += own * count
    if (household === undefined) return
    for (const mate of gifts.slice(0, index)) {
      if (mate.household !== household) continue
      const product = own * exactRoot(mate.amount)
      const bound = householdBound * exactScale
      if (product > 0n) sum += (2n * product * bound) / (bound + product) - 2n * product
    }
  })
  return sum
}
