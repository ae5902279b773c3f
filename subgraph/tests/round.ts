import { quadraticFunding, type TestCommunity } from './community.ts'
import { account, concat, emit, hash, word } from './scenario.ts'

const SCALE = 10n ** 32n

/** M at which households make no difference. */
export const UNBOUNDED = 2n ** 128n - 1n

/** A round of funding to test with, and its events. Amounts are whole base units. */
export class TestRound {
  readonly id: string
  readonly home: TestCommunity
  readonly others: TestCommunity[]

  constructor(name: string, home: TestCommunity, others: TestCommunity[] = []) {
    this.id = hash(name)
    this.home = home
    this.others = others
  }

  opened(transaction: string, terms: Record<string, unknown> = {}) {
    const all = {
      communityId: this.home.id,
      others: this.others.map((community) => community.id),
      token: account('token'),
      givingFrom: 2_000,
      givingUntil: 3_000,
      reviewUntil: 4_000,
      expiresAt: 5_000,
      cap: 0,
      minGift: 1,
      leastPool: 0,
      deposit: 0,
      householdBound: String(UNBOUNDED),
      undoPeriod: 600,
      scaleUp: false,
      document: hash('terms'),
      ...terms,
    }
    const params: Record<string, unknown> = { roundId: this.id, communityId: this.home.id }
    for (const [name, value] of Object.entries(all)) params[`terms_${name}`] = value
    return emit('QuadraticFunding', quadraticFunding, 'RoundOpened', params, transaction)
  }

  funded(funder: string, amount: number, transaction: string) {
    return this.#emit('PoolFunded', { funder: account(funder), amount }, transaction)
  }

  applied(project: number, transaction: string, more: Record<string, unknown> = {}) {
    const params = {
      project,
      applicant: account(`applicant ${project}`),
      recipient: account(`recipient ${project}`),
      versionId: word(0),
      deposit: 0,
      document: hash(`plan ${project}`),
      documentURI: `ipfs://plan-${project}`,
      ...more,
    }
    return this.#emit('ProjectApplied', params, transaction)
  }

  withdrawn(project: number, transaction: string) {
    return this.#emit('ApplicationWithdrawn', { project }, transaction)
  }

  reviewed(project: number, accepted: boolean, transaction: string, by = account('ada'), reason = 'Yes') {
    return this.#emit('ProjectReviewed', { project, by, accepted, reason }, transaction)
  }

  /** Projects 1 to `count`, accepted. */
  withProjects(count: number, transaction: string) {
    return Array.from({ length: count }, (_, index) => [
      this.applied(index + 1, transaction),
      this.reviewed(index + 1, true, transaction),
    ]).flat()
  }

  household(community: number, memberId: number, household: string, transaction: string) {
    return this.#emit('HouseholdSet', { community, memberId, household }, transaction)
  }

  gave(project: number, donor: bigint, amount: number, total: number, transaction: string) {
    const params = {
      project,
      donor: String(donor),
      giver: account(`giver ${donor % 2n ** 64n}`),
      amount,
      total,
    }
    return this.#emit('GiftMade', params, transaction)
  }

  returned(project: number, donor: bigint, amount: number, total: number, transaction: string) {
    const params = { project, donor: String(donor), to: account('elsewhere'), amount, total }
    return this.#emit('GiftReturned', params, transaction)
  }

  finalized(transaction: string, rate: (string | number | bigint)[]) {
    const [numerator, denominator, threshold, matched, left] = rate.map(String)
    const params = { by: account('anyone'), numerator, denominator, threshold, matched, left }
    return this.#emit('RoundFinalized', params, transaction)
  }

  cancelled(reason: string, transaction: string) {
    return this.#emit('RoundCancelled', { reason }, transaction)
  }

  paid(project: number, gifts: number, matched: number, transaction: string) {
    const params = { project, to: account(`recipient ${project}`), gifts, matched }
    return this.#emit('ProjectPaid', params, transaction)
  }

  fundingReturned(funder: string, amount: number, transaction: string) {
    const params = { funder: account(funder), to: account(`${funder} bank`), amount }
    return this.#emit('FundingReturned', params, transaction)
  }

  depositReturned(project: number, amount: number, transaction: string) {
    return this.#emit('DepositReturned', { project, to: account('elsewhere'), amount }, transaction)
  }

  /** The id of one of its projects. */
  project(project: number): string {
    return concat(this.id, word(project))
  }

  #emit(name: string, params: Record<string, unknown>, transaction: string) {
    return emit('QuadraticFunding', quadraticFunding, name, { roundId: this.id, ...params }, transaction)
  }
}

/** Who a member of the round's n-th community is in it. */
export function donor(community: number, memberId: number): bigint {
  return BigInt(community) * 2n ** 64n + BigInt(memberId)
}

/**
 * A project's sum of roots and its pair sum by their definition, pair by pair, from what each donor gave in the end.
 * @param houses Of the same donors; those who share a number are of one household, 0 is none.
 */
export function tallyOf(gifts: number[], houses: number[] = [], bound = UNBOUNDED) {
  const roots = gifts.map((gift) => squareRoot(BigInt(gift) * SCALE))
  let pairs = 0n
  for (const [i, left] of roots.entries()) {
    for (const [j, right] of roots.entries()) {
      if (j <= i) continue
      const pair = 2n * left * right
      const together = bound !== UNBOUNDED && (houses[i] ?? 0) !== 0 && houses[i] === houses[j]
      pairs += together ? (pair * bound * SCALE) / (bound * SCALE + left * right) : pair
    }
  }
  return { roots: String(roots.reduce((sum, root) => sum + root, 0n)), pairs: String(pairs) }
}

/** The greatest whole number whose square is not greater. */
export function squareRoot(square: bigint): bigint {
  let [low, high] = [0n, square + 1n]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (middle * middle <= square) low = middle
    else high = middle
  }
  return low
}
