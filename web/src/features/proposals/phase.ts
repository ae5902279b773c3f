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
  'expired',
  'uncounted',
] as const

/** One of {@link phases}. */
export type Phase = (typeof phases)[number]

/**
 * @param state What the Governor answers.
 * @param eta Unix seconds from which a queued proposal can be carried out.
 * @param now Unix seconds of the latest block.
 */
export function phaseOf(state: ProposalState, eta: number | null, now: number): Phase {
  switch (state) {
    case 'Pending':
      return 'notStarted'
    case 'Active':
      return 'open'
    case 'Canceled':
      return 'withdrawn'
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
  state: 'CREATED' | 'QUEUED' | 'EXECUTED' | 'CANCELED'
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
 * voters, and more for than against. What a proposal's own page says comes from the Governor.
 */
export function phaseByIndex(course: IndexedCourse, now: number): Phase {
  switch (course.state) {
    case 'CANCELED':
      return 'withdrawn'
    case 'EXECUTED':
      return 'carriedOut'
    case 'QUEUED':
      return phaseOf('Queued', course.eta, now)
    case 'CREATED':
      if (now <= course.voteStart) return 'notStarted'
      if (now <= course.voteEnd) return 'open'
      if (course.quorum === null || course.minimumVoters === null) return 'uncounted'
      return course.forVotes > course.againstVotes &&
        course.forVotes + course.abstainVotes >= course.quorum &&
        BigInt(course.voters) >= course.minimumVoters
        ? 'passed'
        : 'notPassed'
  }
}

/** Whether somebody can still do something about it. */
export function isOpen(phase: Phase): boolean {
  return ['notStarted', 'open', 'passed', 'waiting', 'ready', 'uncounted'].includes(phase)
}
