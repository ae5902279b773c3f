import { MatchingError } from '../errors/MatchingError.ts'
import { isCapped } from './isCapped.ts'
import { matchingLimits } from './matchingLimits.ts'
import { matchingScale } from './matchingScale.ts'
import { payOf, type Scaling } from './payOf.ts'
import type { Tally } from './Tally.ts'

/** What is shared out, and between whom. */
export type MatchingInput = {
  /** In base units. */
  pool: bigint
  /** The most that one project is matched with, in base units. 0 or left out: no cap. */
  cap?: bigint
  /** Whether projects are matched with more than their gifts call for where the pool has more. */
  scaleUp?: boolean
  /** The accepted projects. */
  projects: readonly Pick<Tally, 'pairSum'>[]
}

/** How a pool is shared out. */
export type Matching = {
  /** λ = num/den: base units to one of a pair sum. 1/K where every gift is matched in full; den is 0 where λ is infinite. */
  num: bigint
  den: bigint
  /**
   * The smallest pair sum that comes to the cap; 0 where none does. What `finalize` of the contract is given: from it
   * the contract works out λ and sees that it is right, without sorting.
   */
  threshold: bigint
  /** The match of each project, in base units and in the order of the projects. */
  pays: bigint[]
  /** What is left of the pool, in base units. Goes back to its funders. */
  dust: bigint
}

const add = (sum: bigint, term: bigint) => sum + term

/** λ = num/den by which Σ min(cap, λP) is the whole pool, or infinite where it is less even so. */
function fillTo(pool: bigint, cap: bigint, pairSums: readonly bigint[]): Pick<Scaling, 'num' | 'den'> {
  let num = pool
  let den = pairSums.reduce(add, 0n)
  // Capping the largest makes λ larger, so that whoever was capped before stays so.
  for (const pairSum of pairSums.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0))) {
    if (!isCapped(pairSum, { num, den, cap })) break
    num -= cap
    den -= pairSum
  }
  return den === 0n ? { num: 1n, den } : { num, den }
}

function scale({ pool, cap = 0n, scaleUp = false }: MatchingInput, pairSums: readonly bigint[]) {
  if (pairSums.length === 0) return { num: 0n, den: 1n }
  const most = cap * matchingScale
  const called = pairSums.map((pairSum) => (cap > 0n && most < pairSum ? most : pairSum)).reduce(add)
  if (!scaleUp && called <= pool * matchingScale) return { num: 1n, den: matchingScale }
  return fillTo(pool, cap, pairSums)
}

/**
 * Shares a pool out by quadratic funding, to the same integers as the contract: P/K to each project where the pool has
 * that, else λP by one λ for all, no project more than the cap, what that holds back going to the others (water-filling).
 *
 * Never pays out more than the pool, and without `scaleUp` no project more than {@link floorOf} P/K.
 *
 * @throws MatchingError `too_many_projects`.
 */
export function computeMatching(input: MatchingInput): Matching {
  const { pool, cap = 0n, projects } = input
  if (projects.length > matchingLimits.projects) {
    throw new MatchingError(`${projects.length} projects are more than a round can have.`, {
      code: 'too_many_projects',
      details: { limit: matchingLimits.projects },
      next: `Accept ${matchingLimits.projects} projects at most.`,
    })
  }
  const matched = projects.map(({ pairSum }) => pairSum).filter((pairSum) => pairSum > 0n)
  const scaling = { ...scale(input, matched), cap }
  const threshold = matched
    .filter((pairSum) => isCapped(pairSum, scaling))
    .reduce((least, pairSum) => (least === 0n || pairSum < least ? pairSum : least), 0n)
  const pays = projects.map(({ pairSum }) => payOf(pairSum, scaling))
  return { num: scaling.num, den: scaling.den, threshold, pays, dust: pool - pays.reduce(add, 0n) }
}
