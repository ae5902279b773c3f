import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addGift } from './addGift.ts'
import { matchingLimits } from './matchingLimits.ts'
import { matchingScale } from './matchingScale.ts'
import { pairOf } from './pairOf.ts'
import { root } from './root.ts'
import type { Tally } from './Tally.ts'
import { tallyOf } from './tallyOf.ts'

const empty: Tally = { rootSum: 0n, pairSum: 0n }
const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 20n }),
  fc.bigInt({ min: 0n, max: 10n ** 30n }),
  fc.nat(30).map((power) => 10n ** BigInt(power)),
)
const bound = fc.oneof(
  fc.constantFrom(0n, 1n, matchingLimits.householdBound),
  fc.bigInt({ min: 0n, max: matchingLimits.householdBound }),
)
const donors = fc.array(
  fc.record({ parts: fc.array(amount, { maxLength: 4 }), household: fc.constantFrom(undefined, 'h', 'i') }),
  { maxLength: 12 },
)

/** All gifts one by one, as the contract takes them. */
function giveInOrder(
  people: readonly { household: string | undefined }[],
  gifts: readonly { donor: number; amount: bigint }[],
  householdBound: bigint,
): Tally {
  const given = people.map(() => 0n)
  return gifts.reduce((tally, { donor, amount }) => {
    const before = given[donor] as bigint
    const home = people[donor]?.household
    const mates = given.filter((_, other) => other !== donor && home && people[other]?.household === home)
    given[donor] = before + amount
    const after = addGift(tally, { before, after: before + amount, mates, householdBound })
    expect(after.pairSum).toBeGreaterThanOrEqual(tally.pairSum)
    return after
  }, empty)
}

describe('a tally', () => {
  test('depends on what each donor gave in all, not on the order of the gifts or their parts', () => {
    fc.assert(
      fc.property(donors, bound, fc.infiniteStream(fc.nat()), (people, householdBound, keys) => {
        const gifts = people
          .flatMap(({ parts }, donor) => parts.map((amount) => ({ donor, amount })))
          .map((gift) => ({ gift, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ gift }) => gift)
        const summed = people.map(({ parts, household }) => ({
          amount: parts.reduce((sum, part) => sum + part, 0n),
          ...(household === undefined ? {} : { household }),
        }))
        expect(giveInOrder(people, gifts, householdBound)).toEqual(tallyOf(summed, householdBound))
        expect(tallyOf(summed.toReversed(), householdBound)).toEqual(tallyOf(summed, householdBound))
      }),
      { numRuns: 1_000 },
    )
  })

  test('is as before when a gift is undone', () => {
    fc.assert(
      fc.property(
        fc.array(amount, { maxLength: 6 }),
        fc.array(amount, { maxLength: 3 }),
        amount,
        amount,
        bound,
        (others, mates, before, more, householdBound) => {
          const home = (amount: bigint) => ({ amount, household: 'h' })
          const all = [...others.map((amount) => ({ amount })), ...mates.map(home), home(before)]
          const tally = tallyOf(all, householdBound)
          const after = before + more
          const given = addGift(tally, { before, after, mates, householdBound })
          expect(addGift(given, { before: after, after: before, mates, householdBound })).toEqual(tally)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('is never negative, exactly 0 for a lone donor, and more for every donor who joins', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 20 }), amount, (amounts, lone) => {
        expect(tallyOf([{ amount: lone }]).pairSum).toBe(0n)
        let last = 0n
        amounts.forEach((_, count) => {
          const { pairSum } = tallyOf(amounts.slice(0, count + 1).map((amount) => ({ amount })))
          expect(pairSum).toBeGreaterThanOrEqual(last)
          last = pairSum
        })
      }),
      { numRuns: 500 },
    )
  })

  test('is the sum over all pairs', () => {
    const roots = [2n, 3n, 5n, 7n].map(root)
    const pairs = roots.flatMap((one, index) => roots.slice(0, index).map((other) => 2n * one * other))
    expect(tallyOf([2n, 3n, 5n, 7n].map((amount) => ({ amount })))).toEqual({
      rootSum: roots.reduce((sum, each) => sum + each),
      pairSum: pairs.reduce((sum, each) => sum + each),
    })
  })

  test('that the contract has no room for is refused', () => {
    const largest = matchingLimits.rootSum - 1n
    expect(addGift({ rootSum: largest - 10n ** 16n, pairSum: 0n }, { before: 0n, after: 1n }).rootSum).toBe(
      largest,
    )
    const tooLarge = expect.objectContaining({
      code: 'tally_too_large',
      message: 'The gifts to one project are larger than a round can hold.',
      details: { rootSum: expect.stringMatching(/^[0-9]{38}$/), limit: (largest + 1n).toString() },
      next: expect.stringContaining('base units'),
    })
    expect(() => addGift({ rootSum: largest, pairSum: 0n }, { before: 0n, after: 1n })).toThrow(tooLarge)
    expect(() => tallyOf([{ amount: 2n ** 246n / matchingScale + 1n }])).toThrow(tooLarge)
    // All projects of a round, as large as they can be, still fit into 256 bits.
    expect(BigInt(matchingLimits.projects) * largest ** 2n).toBeLessThan(2n ** 256n)
    // A million donors of 10^30 base units fit.
    expect(10n ** 6n * root(10n ** 30n)).toBeLessThan(matchingLimits.rootSum)
  })
})

describe('a pair within a household', () => {
  /** 2·√cᵢ√cⱼ·M/(M + √cᵢ√cⱼ), in base units, for gifts whose product is a square. */
  const exact = (geometric: bigint, householdBound: bigint) =>
    (2n * geometric * householdBound * matchingScale) / (householdBound + geometric)

  test.each([1n, 7n, 200n, 10n ** 18n, 10n ** 30n])(
    'counts M/(M + √c√c) of what it would, with M %d',
    (bound) => {
      expect(pairOf(root(100n), root(400n), bound)).toBe(exact(200n, bound))
      expect(pairOf(root(10n ** 24n), root(4n * 10n ** 24n), bound)).toBe(exact(2n * 10n ** 24n, bound))
    },
  )

  test('counts nothing with M 0, and as any other with the largest M', () => {
    expect(pairOf(root(5n), root(7n), 0n)).toBe(0n)
    expect(pairOf(root(5n), root(7n), matchingLimits.householdBound)).toBe(2n * root(5n) * root(7n))
    expect(pairOf(0n, root(7n), 1n)).toBe(0n)
  })

  test('counts more the larger M and the gifts are, never more than 2M or than any other pair', () => {
    fc.assert(
      fc.property(amount, amount, amount, bound, bound, (one, other, more, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const counted = pairOf(root(one), root(other), low)
        expect(counted).toBe(pairOf(root(other), root(one), low))
        expect(counted).toBeLessThanOrEqual(pairOf(root(one), root(other), high))
        expect(counted).toBeLessThanOrEqual(pairOf(root(one + more), root(other), low))
        expect(counted).toBeLessThanOrEqual(2n * root(one) * root(other))
        expect(counted <= 2n * low * matchingScale).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})
