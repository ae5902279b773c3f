import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeMatching, type Matching, type MatchingInput } from './computeMatching.ts'
import { floorOf } from './floorOf.ts'
import { matchingLimits } from './matchingLimits.ts'
import { matchingScale } from './matchingScale.ts'
import { tallyOf } from './tallyOf.ts'

const total = (terms: readonly bigint[]) => terms.reduce((sum, term) => sum + term, 0n)
const least = (one: bigint, other: bigint) => (one < other ? one : other)

/** Pair sums of real gifts and, for ties and caps that are met exactly, round ones. */
const pairSum = fc.oneof(
  fc.constant(0n),
  fc.integer({ min: 1, max: 12 }).map((each) => BigInt(each) * 100n * matchingScale),
  fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 2, maxLength: 8 })
    .map((amounts) => tallyOf(amounts.map((amount) => ({ amount }))).pairSum),
)
const amount = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((each) => BigInt(each) * 50n),
  fc.bigInt({ min: 0n, max: 10n ** 26n }),
)
const input: fc.Arbitrary<MatchingInput> = fc.record({
  pool: amount,
  cap: fc.oneof(fc.constant(0n), amount),
  scaleUp: fc.boolean(),
  projects: fc.array(fc.record({ pairSum }), { maxLength: 30 }),
})

/** What the contract checks before it takes a threshold: λ as it follows from it, and both sides of it. */
function isRight({ pool, cap = 0n, projects }: MatchingInput, { threshold, num, den }: Matching): boolean {
  const matched = projects.map((each) => each.pairSum).filter((each) => each > 0n)
  const capped = matched.filter((each) => threshold > 0n && each >= threshold)
  const others = matched.filter((each) => !(threshold > 0n && each >= threshold))
  return (
    num === pool - BigInt(capped.length) * cap &&
    num >= 0n &&
    den === total(others) &&
    capped.every((each) => num * each >= cap * den) &&
    others.every((each) => cap === 0n || num * each < cap * den)
  )
}

describe('a pool is shared out', () => {
  test('never beyond itself, with nothing less than nothing, and what is left is told', () => {
    fc.assert(
      fc.property(input, (round) => {
        const { pays, dust } = computeMatching(round)
        expect(dust).toBe(round.pool - total(pays))
        expect(dust).toBeGreaterThanOrEqual(0n)
        round.projects.forEach(({ pairSum }, index) => {
          const pay = pays[index] as bigint
          expect(pay).toBeGreaterThanOrEqual(0n)
          if (pairSum === 0n) expect(pay).toBe(0n)
          if (round.cap) expect(pay).toBeLessThanOrEqual(round.cap)
          if (!round.scaleUp) expect(pay).toBeLessThanOrEqual(floorOf(pairSum, 1n, matchingScale))
        })
      }),
      { numRuns: 3_000 },
    )
  })

  test('by the λ at which a bisection ends, and by a threshold that checks', () => {
    const one = 2n ** 400n
    let all = 0
    let bisected = 0
    fc.assert(
      fc.property(input, (round) => {
        all++
        const { pool, cap = 0n, scaleUp } = round
        const matching = computeMatching(round)
        const sums = round.projects.map((each) => each.pairSum).filter((each) => each > 0n)
        /** Σ min(cap, λP) for λ = scaled/2^400, in parts of 2^-400 base unit. */
        const paidBy = (scaled: bigint) =>
          total(sums.map((each) => (cap > 0n ? least(cap * one, scaled * each) : scaled * each)))
        if (sums.length === 0) {
          expect(matching).toMatchObject({ num: 0n, den: 1n, threshold: 0n })
          return
        }
        if (
          !scaleUp &&
          total(sums.map((each) => (cap > 0n ? least(cap * matchingScale, each) : each))) <=
            pool * matchingScale
        ) {
          expect(matching).toMatchObject({ num: 1n, den: matchingScale })
          return
        }
        if (cap > 0n && cap * BigInt(sums.length) <= pool) {
          expect(matching).toMatchObject({ num: 1n, den: 0n, threshold: sums.reduce(least) })
          expect(total(matching.pays)).toBe(cap * BigInt(sums.length))
          return
        }
        bisected++
        expect(isRight(round, matching)).toBe(true)
        let low = 0n
        // With λ·P the cap of the smallest, or the whole pool.
        let high = (one * (cap > 0n ? cap : pool)) / sums.reduce(least) + 1n
        while (high - low > 1n) {
          const middle = (low + high) / 2n
          if (paidBy(middle) <= pool * one) low = middle
          else high = middle
        }
        expect(low * matching.den <= matching.num * one && matching.num * one <= high * matching.den).toBe(
          true,
        )
        // By less than one a project, the whole pool goes out.
        expect(matching.dust).toBeLessThan(BigInt(sums.length))
        round.projects.forEach(({ pairSum }, index) => {
          const share = (low * pairSum) / one
          const capped = cap > 0n ? least(cap, share) : share
          expect([capped, capped + 1n]).toContain(matching.pays[index])
        })
      }),
      { numRuns: 3_000 },
    )
    expect(bisected).toBeGreaterThan(all / 6)
  })

  test('in the same way whatever the order of the projects', () => {
    fc.assert(
      fc.property(input, (round) => {
        const forward = computeMatching(round)
        const back = computeMatching({ ...round, projects: round.projects.toReversed() })
        expect({ ...back, pays: back.pays.toReversed() }).toEqual(forward)
      }),
      { numRuns: 1_000 },
    )
  })

  test('with no less to a project for a larger pair sum', () => {
    fc.assert(
      fc.property(input, (round) => {
        const { pays } = computeMatching(round)
        round.projects.forEach((one, i) => {
          round.projects.forEach((other, j) => {
            if (one.pairSum <= other.pairSum) expect((pays[i] as bigint) <= (pays[j] as bigint)).toBe(true)
          })
        })
      }),
      { numRuns: 500 },
    )
  })

  test('with more to capped projects alone where the cap is higher: who is below it gets no more', () => {
    fc.assert(
      fc.property(input, amount, (round, more) => {
        const cap = (round.cap ?? 0n) + 1n
        const low = computeMatching({ ...round, cap })
        const high = computeMatching({ ...round, cap: cap + more })
        // What flooring leaves is less than one base unit a project.
        expect(total(high.pays) + BigInt(round.projects.length)).toBeGreaterThanOrEqual(total(low.pays))
        expect(high.num * low.den <= low.num * high.den).toBe(true)
        round.projects.forEach((_, index) => {
          const [before, after] = [low.pays[index] as bigint, high.pays[index] as bigint]
          if (before < cap) expect(after).toBeLessThanOrEqual(before)
        })
      }),
      { numRuns: 1_000 },
    )
  })
})

test('λ never rises where the pool shrinks', () => {
  fc.assert(
    fc.property(input, amount, (round, less) => {
      const full = computeMatching(round)
      const short = computeMatching({ ...round, pool: round.pool > less ? round.pool - less : 0n })
      expect(short.num * full.den <= full.num * short.den).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('the threshold is the smallest pair sum at the cap, also where every gift is matched in full', () => {
  const projects = [100n, 300n, 600n].map((each) => ({ pairSum: each * matchingScale }))
  expect(computeMatching({ pool: 1_000n, projects })).toMatchObject({ threshold: 0n })
  expect(computeMatching({ pool: 1_000n, cap: 601n, projects })).toMatchObject({ threshold: 0n })
  expect(computeMatching({ pool: 1_000n, cap: 300n, projects })).toMatchObject({
    num: 1n,
    den: matchingScale,
    threshold: 300n * matchingScale,
    pays: [100n, 300n, 300n],
  })
  expect(computeMatching({ pool: 450n, cap: 200n, projects })).toEqual({
    num: 250n,
    den: 400n * matchingScale,
    threshold: 600n * matchingScale,
    pays: [62n, 187n, 200n],
    dust: 1n,
  })
  expect(computeMatching({ pool: 350n, cap: 150n, projects })).toEqual({
    num: 50n,
    den: 100n * matchingScale,
    threshold: 300n * matchingScale,
    pays: [50n, 150n, 150n],
    dust: 0n,
  })
  expect(computeMatching({ pool: 1_000n, cap: 50n, scaleUp: true, projects })).toEqual({
    num: 1n,
    den: 0n,
    threshold: 100n * matchingScale,
    pays: [50n, 50n, 50n],
    dust: 850n,
  })
})

test('as many projects as a round can have, each a hair under a whole unit, do not take more than the pool', () => {
  const short = 49n * matchingScale - matchingScale / 2_048n
  const projects = Array.from({ length: matchingLimits.projects }, () => ({ pairSum: short }))
  const called = BigInt(matchingLimits.projects) * short
  const pool = (called + matchingScale - 1n) / matchingScale
  expect(computeMatching({ pool, projects })).toMatchObject({ den: matchingScale, dust: 0n })
  // One hair lower none is rounded up.
  const lower = projects.map(({ pairSum }) => ({ pairSum: pairSum - 1n }))
  expect(computeMatching({ pool, projects: lower }).dust).toBe(pool - 48n * 1_024n)
  expect(() => computeMatching({ pool, projects: [...projects, { pairSum: 0n }] })).toThrow(
    expect.objectContaining({
      code: 'too_many_projects',
      message: '1025 projects are more than a round can have.',
      details: { limit: 1_024 },
      next: 'Accept 1024 projects at most.',
    }),
  )
})

test('a value is a whole one from 1/2,048 under it', () => {
  const den = 2_048n * 1_000n
  expect(floorOf(7n * den - 1_000n, 1n, den)).toBe(7n)
  expect(floorOf(7n * den - 1_001n, 1n, den)).toBe(6n)
  expect(floorOf(7n * den, 1n, den)).toBe(7n)
  // Where the parts are coarser than that, only the whole one is.
  expect(floorOf(2n * 2_047n - 1n, 1n, 2_047n)).toBe(1n)
  expect(floorOf(7n, 0n, 1n)).toBe(0n)
})
