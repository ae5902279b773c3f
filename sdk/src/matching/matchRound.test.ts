import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactPairSum, exactScale } from '../../test/exactMatching.ts'
import { matchingVectors } from '../../test/matchingVectors.ts'
import { matchRound } from './matchRound.ts'
import { parseRound } from './parseRound.ts'

const asJson = (answer: unknown) =>
  JSON.parse(JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? value.toString() : value)))
const match = (round: unknown) => asJson(matchRound(parseRound(round)))

describe('a round comes out as worked out elsewhere, to the base unit', () => {
  test.each(matchingVectors)('$name ($source)', ({ round, answer }) => {
    expect(match(round)).toEqual(answer)
  })
})

test('projects keep the order of the file', () => {
  const projects = { maize: ['1'], beans: ['1'], squash: ['1'] }
  expect(Object.keys(match({ pool: '1', projects }).match)).toEqual(Object.keys(projects))
  const gifts = ['squash', 'maize', 'squash', 'beans'].map((project) => ({
    donor: 'a',
    project,
    amount: '1',
  }))
  expect(Object.keys(match({ pool: '1', gifts }).match)).toEqual(['squash', 'maize', 'beans'])
})

test('projects may have the names of what objects of JavaScript have', () => {
  const projects = { constructor: ['1', '1'], toString: ['4', '4'] }
  expect(match({ pool: '100', projects }).match).toEqual({ constructor: '2', toString: '8' })
})

test('equal gifts that are no squares match c·n(n − 1) exactly, while n(n − 1)·√c is under 2.4·10^12', () => {
  for (const count of [2, 3, 7, 28, 100, 1_000]) {
    for (const amount of [2n, 5n, 10n ** 7n - 1n, 10n ** 9n * 7n, 10n ** 19n]) {
      const pairs = BigInt(count) * BigInt(count - 1)
      if (BigInt(pairs) ** 2n * amount >= (10n ** 16n / 4_096n) ** 2n) continue
      const gifts = Array.from({ length: count }, () => amount.toString())
      const whole = (amount * pairs).toString()
      expect(match({ pool: (10n ** 40n).toString(), projects: { A: gifts } })).toMatchObject({
        match: { A: whole },
        pairSum: { A: whole },
      })
    }
  }
})

test('where several projects have equal gifts, a short pool is shared exactly by n(n − 1), however many they are', () => {
  const gifts = (count: number) => Array.from({ length: count }, () => (10n ** 21n).toString())
  const projects = { A: gifts(40), B: gifts(100), C: gifts(1_000) }
  const pairs = { A: 40n * 39n, B: 100n * 99n, C: 1_000n * 999n }
  const pool = 10n ** 24n
  const all = pairs.A + pairs.B + pairs.C
  const floor = (each: bigint) => ((pool * each) / all).toString()
  expect(match({ pool: pool.toString(), projects }).match).toEqual({
    A: floor(pairs.A),
    B: floor(pairs.B),
    C: floor(pairs.C),
  })
})

test('gifts count as they are summed per donor, in whatever order and parts they came', () => {
  const gift = fc.record({
    donor: fc.constantFrom('a', 'b', 'c', 'd'),
    project: fc.constantFrom('A', 'B'),
    amount: fc.bigInt({ min: 0n, max: 10n ** 20n }),
  })
  const home: Record<string, string | undefined> = { a: 'h', b: 'h' }
  fc.assert(
    fc.property(
      fc.array(gift, { minLength: 1, maxLength: 12 }),
      fc.nat(),
      fc.nat(100),
      (gifts, at, percent) => {
        const toJson = ({ amount, ...rest }: (typeof gifts)[number]) => ({
          ...rest,
          amount: amount.toString(),
          ...(home[rest.donor] === undefined ? {} : { household: home[rest.donor] }),
        })
        const round = (all: typeof gifts) =>
          match({
            pool: (10n ** 20n).toString(),
            cap: (3n * 10n ** 19n).toString(),
            M: '1000000',
            gifts: all.map(toJson),
          })
        const index = at % gifts.length
        const whole = gifts[index] as (typeof gifts)[number]
        const part = (whole.amount * BigInt(percent)) / 100n
        const split = [
          { ...whole, amount: whole.amount - part },
          ...gifts.toSpliced(index, 1).toReversed(),
          { ...whole, amount: part },
        ]
        expect(round(split)).toEqual(round(gifts))
      },
    ),
    { numRuns: 500 },
  )
})

test('a token with 6 decimals and one with 18 agree, to the smaller unit', () => {
  const micro = fc.bigInt({ min: 0n, max: 10n ** 12n })
  const more = 10n ** 12n
  fc.assert(
    fc.property(
      fc.array(fc.array(micro, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
      micro,
      micro,
      fc.boolean(),
      (amounts, pool, cap, scaleUp) => {
        const round = (unit: bigint) =>
          matchRound({
            pool: pool * unit,
            cap: cap * unit,
            scaleUp,
            householdBound: 0n,
            projects: amounts.map((each, index) => ({
              name: String(index),
              gifts: each.map((amount) => ({ amount: amount * unit })),
            })),
          })
        const coarse = round(1n)
        const fine = round(more)
        for (const [name, pay] of Object.entries(fine.match)) {
          // One base unit of the coarser token, and what its shorter roots lack, 2·10^-16 of the match.
          const difference = pay - (coarse.match[name] as bigint) * more
          expect(difference < more + more / 2_000n && difference > -more / 1_000n).toBe(true)
        }
      },
    ),
    { numRuns: 1_000 },
  )
})

describe('a large round, 1,024 projects of 50 gifts of all sizes', () => {
  // A sequence that is the same on every run.
  let state = 1n
  const next = () => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n
    return state >> 11n
  }
  const projects = Array.from({ length: 1_024 }, (_, index) => ({
    name: `p${index}`,
    gifts: Array.from({ length: 50 }, () => ({ amount: next() % 10n ** (3n + (next() % 9n)) })),
  }))
  const exact = projects.map(({ gifts }) => exactPairSum(gifts))
  const called = exact.reduce((sum, each) => sum + each)

  test.each([
    ['short', called / exactScale / 3n],
    ['enough', called / exactScale + 1n],
  ])('comes to the same as with 24 digits more, where the pool is %s', (_, pool) => {
    const round = { pool, cap: 0n, scaleUp: false, householdBound: 0n, projects }
    const { match } = matchRound(round)
    const short = pool * exactScale < called
    exact.forEach((pairSum, index) => {
      const [num, den] = short ? [pool * pairSum, called] : [pairSum, exactScale]
      const isClose = num % den >= den - den / 2_048n
      expect(match[`p${index}`]).toBe(num / den + (isClose ? 1n : 0n))
    })
  })
})
