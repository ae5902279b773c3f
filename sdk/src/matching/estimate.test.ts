import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimate } from './estimate.ts'
import { matchRound } from './matchRound.ts'
import { type DonorGift, tallyOf } from './tallyOf.ts'

const tallies = (projects: readonly (readonly bigint[])[]) =>
  projects.map((amounts) => tallyOf(amounts.map((amount) => ({ amount }))))

test('a gift of 9 beside gifts of 1 and 4 adds 2·3·(1 + 2) where the pool has that', () => {
  const round = { projects: tallies([[1n, 4n]]), project: 0, before: 0n, amount: 9n }
  expect(estimate({ ...round, pool: 100n })).toBe(18n)
  expect(estimate({ ...round, pool: 10n })).toBe(6n)
  expect(estimate({ ...round, pool: 4n })).toBe(0n)
  expect(estimate({ ...round, pool: 100n, cap: 15n })).toBe(11n)
  expect(estimate({ ...round, pool: 100n, scaleUp: true })).toBe(0n)
})

test('a second gift adds by what it makes of the first, and a lone donor adds nothing', () => {
  expect(estimate({ projects: tallies([[1n, 4n]]), project: 0, before: 4n, amount: 5n, pool: 100n })).toBe(2n)
  expect(estimate({ projects: tallies([[4n]]), project: 0, before: 4n, amount: 5n, pool: 100n })).toBe(0n)
  expect(
    estimate({ projects: tallies([[], [1n, 1n]]), project: 0, before: 0n, amount: 5n, pool: 100n }),
  ).toBe(0n)
})

test('taking a gift back promises nothing', () => {
  expect(estimate({ projects: tallies([[1n, 4n]]), project: 0, before: 4n, amount: -3n, pool: 100n })).toBe(
    0n,
  )
})

test('within a household it adds less', () => {
  const round = { projects: tallies([[100n]]), project: 0, before: 0n, amount: 400n, pool: 1_000n }
  expect(estimate(round)).toBe(400n)
  expect(estimate({ ...round, mates: [100n], householdBound: 100n })).toBe(133n)
  expect(estimate({ ...round, mates: [100n], householdBound: 0n })).toBe(0n)
})

test('a project that is not there is refused', () => {
  expect(() => estimate({ projects: [], project: 0, before: 0n, amount: 1n, pool: 1n })).toThrow(
    expect.objectContaining({ code: 'project_unknown' }),
  )
})

test('it is what the round comes to with the gift, less what it comes to without, and never negative', () => {
  const amount = fc.oneof(fc.bigInt({ min: 0n, max: 50n }), fc.bigInt({ min: 0n, max: 10n ** 24n }))
  const gifts = fc.array(fc.record({ amount, household: fc.constantFrom(undefined, 'h') }), { maxLength: 5 })
  const donor = fc.record({ before: amount, amount, household: fc.constantFrom(undefined, 'h') })
  const terms = fc.record({ pool: amount, cap: fc.oneof(fc.constant(0n), amount), scaleUp: fc.boolean() })
  const many = fc.array(gifts, { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(many, donor, terms, fc.nat(), amount, (others, giver, round, at, householdBound) => {
      const project = at % others.length
      const own = (given: bigint): DonorGift => ({
        amount: given,
        ...(giver.household && { household: giver.household }),
      })
      const all = (given: bigint) =>
        others.map((each, index) => [
          ...each.map(({ amount, household }) => ({ amount, ...(household && { household }) })),
          ...(index === project ? [own(given)] : []),
        ])
      const pay = (given: bigint) =>
        matchRound({
          ...round,
          householdBound,
          projects: all(given).map((each, index) => ({ name: `p${index}`, gifts: each })),
        }).match[`p${project}`] as bigint
      const told = estimate({
        ...round,
        householdBound,
        projects: all(giver.before).map((each) => tallyOf(each, householdBound)),
        project,
        before: giver.before,
        amount: giver.amount,
        mates:
          giver.household === undefined
            ? []
            : (others[project] ?? []).filter(({ household }) => household === 'h').map((mate) => mate.amount),
      })
      expect(told).toBe(pay(giver.before + giver.amount) - pay(giver.before))
      expect(told).toBeGreaterThanOrEqual(0n)
    }),
    { numRuns: 2_000 },
  )
})
