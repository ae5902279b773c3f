import type { ProposalState } from '@commonweal/sdk/governance/proposalState'

/**
 * Where a proposal is, in the words people use. `waiting` and `ready` are both "queued" to the Governor: what
 * separates them is time.
 */
export const phases = [
  'notStarted',
  'open',
  'notPassed',
  'passed',
  'waiting',
  'ready',
  'carriedOut',
  'withdrawn',
  'stopped',
  'expired',
  'uncounted',
] as const

/** One of {@link phases}. */
export type Phase = (typeof phases)[number]

/**
 * Seconds in which what passed can be scheduled, and carried out once its waiting time has ended: `gracePeriod()` of
 * every community's Governor.
 */
export const gracePeriod = 14 * 86_400

/**
 * @param state What the Governor answers.
 * @param eta Unix seconds from which a proposal can be carried out; null where it was never queued. A proposal that is
 *   canceled and was queued was stopped while it waited: its proposer can withdraw it only before the voting.
 * @param now Unix seconds of the latest block.
 */
export function phaseOf(state: ProposalState, eta: number | null, now: number): Phase {
  switch (state) {
    case 'Pending':
      return 'notStarted'
    case 'Active':
      return 'open'
    case 'Canceled':
      return eta === null ? 'withdrawn' : 'stopped'
    case 'Defeated':
      return 'notPassed'
    case 'Succeeded':
      return 'passed'
    case 'Queued':
      return eta !== null && now >= eta ? 'ready' : 'waiting'
    case 'Expired':
      return 'expired'
    case 'Executed':
      return 'carriedOut'
  }
}

/** What the index knows of a proposal that decides its phase. Times in Unix seconds. */
export type IndexedCourse = {
  state: 'CREATED' | 'QUEUED' | 'EXECUTED' | 'CANCELED' | 'VETOED'
  voteStart: number
  voteEnd: number
  eta: number | null
  forVotes: bigint
  againstVotes: bigint
  abstainVotes: bigint
  voters: number
  quorum: bigint | null
  minimumVoters: bigint | null
}

/**
 * The phase by the index and the chain's time, for lists. Same rules as the Governor: voting is open after `voteStart`
 * and until `voteEnd`, both of which still count as before; it passes with quorum (for and abstain), enough distinct
 * voters, and more for than against; and it lapses when nobody takes it further within {@link gracePeriod}. What a proposal's own page says comes from the Governor.
 */
export function phaseByIndex(course: IndexedCourse, now: number): Phase {
  switch (course.state) {
    case 'CANCELED':
      return 'withdrawn'
    case 'EXECUTED':
      return 'carriedOut'
    case 'VETOED':
      return 'stopped'
    case 'QUEUED':
      if (course.eta !== null && now > course.eta + gracePeriod) return 'expired'
      return phaseOf('Queued', course.eta, now)
    case 'CREATED':
      if (now <= course.voteStart) return 'notStarted'
      if (now <= course.voteEnd) return 'open'
      if (course.quorum === null || course.minimumVoters === null) return 'uncounted'
      return course.forVotes > course.againstVotes &&
        course.forVotes + course.abstainVotes >= course.quorum &&
        BigInt(course.voters) >= course.minimumVoters
        ? now > course.voteEnd + gracePeriod
          ? 'expired'
          : 'passed'
        : 'notPassed'
  }
}

/** Whether somebody can still do something about it. */
export function isOpen(phase: Phase): boolean {
  return ['notStarted', 'open', 'passed', 'waiting', 'ready', 'uncounted'].includes(phase)
}
