import fc from 'fast-check'
import { matchingLimits } from '../src/matching/matchingLimits.ts'
import { matchingScale } from '../src/matching/matchingScale.ts'
import { tallyOf } from '../src/matching/tallyOf.ts'

/** From then on the donor's gifts to the project are `total`: more by a gift, or less where one is undone. */
export type MatchingStep = { project: number; donor: number; total: bigint }

/** A round as it goes. Amounts in base units. */
export type MatchingRound = {
  projects: number
  /** Of each donor; 0 for none. */
  households: number[]
  householdBound: bigint
  steps: MatchingStep[]
  pool: bigint
  cap: bigint
  scaleUp: boolean
}

const anyAmount = fc.oneof(
  fc.bigInt({ min: 0n, max: 12n }),
  fc.nat({ max: 30 }).map((power) => 10n ** BigInt(power)),
  fc.bigInt({ min: 0n, max: 10n ** 30n }),
  // Of six decimals, as most are.
  fc.nat({ max: 1_000 }).map((whole) => BigInt(whole) * 10n ** 6n),
)

/** A round's gifts of one size, so that its projects can be told apart, or tie. */
const steps = fc
  .record({ projects: fc.integer({ min: 1, max: 12 }), donors: fc.integer({ min: 1, max: 10 }) })
  .chain(({ projects, donors }) =>
    fc.record({
      projects: fc.constant(projects),
      households: fc.array(fc.nat({ max: 3 }), { minLength: donors, maxLength: donors }),
      steps: fc
        .oneof(
          fc.constant(anyAmount),
          fc.constant(fc.bigInt({ min: 0n, max: 4n }).map((side) => side * side * 10n ** 6n)),
        )
        .chain((amount) =>
          fc.array(
            fc.record({
              project: fc.nat({ max: projects - 1 }),
              donor: fc.nat({ max: donors - 1 }),
              total: amount,
            }),
            { minLength: 2, maxLength: 40, size: 'max' },
          ),
        ),
    }),
  )

/** An amount between nothing and twice a given one, often at the ends and at simple parts of it. */
const part = fc.oneof(
  fc.constantFrom(0n, 1_000n, 500n, 250n, 900n, 990n, 999n, 1_001n),
  fc.bigInt({ min: 0n, max: 2_000n }),
)

const round: fc.Arbitrary<MatchingRound> = fc
  .record({
    going: steps,
    householdBound: fc.oneof(
      fc.constantFrom(0n, 1n, matchingLimits.householdBound),
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
    ),
    ofPool: part,
    ofCap: part,
    hasCap: fc.boolean(),
    scaleUp: fc.boolean(),
  })
  .map(({ going, householdBound, ofPool, ofCap, hasCap, scaleUp }) => {
    const called = Array.from({ length: going.projects }, (_, project) => {
      const totals = new Map(
        going.steps.filter((step) => step.project === project).map(({ donor, total }) => [donor, total]),
      )
      const gifts = [...totals].map(([donor, amount]) => ({
        amount,
        household: String(going.households[donor] || `alone ${donor}`),
      }))
      return tallyOf(gifts, householdBound).pairSum / matchingScale
    })
    const most = called.reduce((greatest, each) => (each > greatest ? each : greatest), 0n)
    const cap = hasCap ? (most * ofCap) / 1_000n : 0n
    const all = called.reduce((sum, each) => sum + (cap > 0n && cap < each ? cap : each), 0n)
    return {
      ...going,
      householdBound,
      pool: (all * ofPool) / 1_000n,
      cap,
      scaleUp,
    }
  })

/** Random rounds; the same for the same seed. */
export function sampleMatchingRounds(seed: number, count: number): MatchingRound[] {
  return fc.sample(round, { seed, numRuns: count })
}
