import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ExactGift, exactPairSum, exactScale } from '../../test/exactMatching.ts'
import { addGift } from './addGift.ts'
import { matchingScale } from './matchingScale.ts'
import { tallyOf } from './tallyOf.ts'

/** By how much of itself a pair sum falls short, in parts of 10^30. */
function shortfall(pairSum: bigint, exact: bigint): bigint {
  const ours = pairSum * exactScale
  const theirs = exact * matchingScale
  // The reference is cut off too, 40 digits below one base unit.
  expect(ours <= theirs + theirs / 10n ** 38n).toBe(true)
  return theirs === 0n ? 0n : ((theirs - ours) * 10n ** 30n) / theirs
}

/** 2·10^-16, in parts of 10^30: what sdk/README.md states. */
const stated = 2n * 10n ** 14n

const fallsShort = (gifts: readonly ExactGift[], householdBound = 0n) =>
  shortfall(
    tallyOf(
      gifts.map(({ amount, household }) => (household === undefined ? { amount } : { amount, household })),
      householdBound,
    ).pairSum,
    exactPairSum(gifts, householdBound),
  )

describe('a pair sum is never above the exact one, and short of it by less than 2·10^-16 of it', () => {
  test('for every two of the smallest gifts, where roots are shortest', () => {
    let worst = 0n
    for (let one = 1n; one <= 150n; one++) {
      for (let other = one; other <= 150n; other++) {
        const short = fallsShort([{ amount: one }, { amount: other }])
        if (short > worst) worst = short
      }
    }
    // 1.07·10^-16, as sdk/README.md says. Larger gifts have better roots, and more donors are more such pairs.
    expect(worst / 10n ** 12n).toBe(107n)
  })

  test('for gifts of any size from 1 base unit to 10^30, in households or not', () => {
    const amount = fc.tuple(fc.nat(30), fc.bigInt({ min: 1n, max: 10n ** 30n })).map(([power, digits]) => {
      const cut = digits / 10n ** BigInt(power)
      return cut === 0n ? 1n : cut
    })
    const gift = fc.record({ amount, household: fc.constantFrom(undefined, 'h', 'i') })
    const bound = fc.oneof(fc.constantFrom(0n, 1n, 10n ** 30n), fc.bigInt({ min: 0n, max: 10n ** 36n }))
    fc.assert(
      fc.property(fc.array(gift, { minLength: 2, maxLength: 12 }), bound, (gifts, householdBound) => {
        expect(fallsShort(gifts, householdBound)).toBeLessThan(stated)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    [
      '1 base unit to 10^30',
      Array.from({ length: 1_000 }, (_, index) => 10n ** BigInt(index % 31) + BigInt(index)),
    ],
    [
      '10^30, with no room left',
      Array.from({ length: 1_000 }, (_, index) => 10n ** 30n + BigInt(index * index)),
    ],
    ['1 to 1,000 base units', Array.from({ length: 1_000 }, (_, index) => BigInt(index + 1))],
    ['3 base units each', [3n]],
  ])('for a million donors who gave %s', (_, amounts) => {
    const count = 1_000_000 / amounts.length
    const gifts = amounts.flatMap((amount) => Array.from({ length: count }, () => ({ amount })))
    expect(gifts).toHaveLength(1_000_000)
    const { pairSum, rootSum } = tallyOf(gifts)
    const exact = exactPairSum(amounts.map((amount) => ({ amount, count: BigInt(count) })))
    expect(shortfall(pairSum, exact)).toBeLessThan(stated)
    // In base units: less than 2(n − 1)·S/K.
    const missing = (exact * matchingScale) / exactScale - pairSum
    expect(missing).toBeLessThanOrEqual(2n * 999_999n * rootSum)
  })

  test('also where the smallest gift is the last of a million', () => {
    const gifts = Array.from({ length: 999_999 }, () => ({ amount: 10n ** 30n }))
    const whole = addGift(tallyOf(gifts), { before: 0n, after: 1n })
    expect(whole).toEqual(tallyOf([{ amount: 1n }, ...gifts]))
    const exact = exactPairSum([{ amount: 10n ** 30n, count: 999_999n }, { amount: 1n }])
    // All of these are squares.
    expect(whole.pairSum * exactScale).toBe(exact * matchingScale)
  })
})
