import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeMatching } from './computeMatching.ts'
import { estimate } from './estimate.ts'
import { estimateCart } from './estimateCart.ts'
import { tallyOf } from './tallyOf.ts'

const amount = fc.bigInt({ min: 1n, max: 10n ** 24n })
const project = fc.record({
  own: fc.oneof(fc.constant(0n), amount),
  mates: fc.array(amount, { maxLength: 3 }),
  others: fc.array(amount, { maxLength: 5 }),
  more: fc.oneof(fc.constant(0n), amount),
})
const round = fc.record({
  pool: fc.bigInt({ min: 0n, max: 10n ** 25n }),
  cap: fc.oneof(fc.constant(0n), amount),
  scaleUp: fc.boolean(),
  householdBound: fc.oneof(fc.constant(0n), amount),
  projects: fc.array(project, { minLength: 1, maxLength: 6 }),
})

test('a cart adds what the matches are with all its gifts less what they are without any', () => {
  fc.assert(
    fc.property(round, ({ projects, householdBound, ...terms }) => {
      const tallies = (withGifts: boolean) =>
        projects.map(({ own, mates, others, more }) =>
          tallyOf(
            [
              { amount: withGifts ? own + more : own, household: 'h' },
              ...mates.map((mate) => ({ amount: mate, household: 'h' })),
              ...others.map((other) => ({ amount: other })),
            ],
            householdBound,
          ),
        )
      const before = computeMatching({ ...terms, projects: tallies(false) }).pays
      const after = computeMatching({ ...terms, projects: tallies(true) }).pays
      const gifts = projects.map(({ own, mates, more }, index) => ({
        project: index,
        before: own,
        mates,
        amount: more,
      }))
      const added = estimateCart({ ...terms, householdBound, projects: tallies(false), gifts })
      expect(added).toEqual(
        projects.map((_, index) => {
          const difference = (after[index] as bigint) - (before[index] as bigint)
          return difference > 0n ? difference : 0n
        }),
      )
    }),
    { numRuns: 500 },
  )
})

test('where the pool is short, a gift in a cart adds less than alone', () => {
  const projects = [tallyOf([{ amount: 100n }]), tallyOf([{ amount: 100n }])]
  const gifts = [0, 1].map((place) => ({ project: place, before: 0n, amount: 100n }))
  const short = { pool: 200n, projects }
  expect(estimateCart({ ...short, gifts })).toEqual([100n, 100n])
  expect(estimate({ ...short, project: 0, before: 0n, amount: 100n })).toBe(200n)
})

test('a gift to a project that is none is refused', () => {
  expect(() =>
    estimateCart({ pool: 1n, projects: [], gifts: [{ project: 0, before: 0n, amount: 1n }] }),
  ).toThrow(expect.objectContaining({ code: 'project_unknown', message: 'The round has no project at 0.' }))
})
