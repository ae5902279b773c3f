import type { Tally } from '@commonweal/sdk/matching/Tally'
import { tallyOf } from '@commonweal/sdk/matching/tallyOf'
import type { RoundTerms } from '@commonweal/sdk/proposals/roundTerms'
import { type Address, type Hex, zeroHash } from 'viem'
import { ChainError } from './ChainError.ts'
import { checkSame } from './checkSame.ts'
import { type ProjectStatus, takesPart } from './readRound.ts'
import type { RoundEvent } from './readRoundEvents.ts'

/** A project as its events make it. */
export type ReplayedProject = {
  project: number
  applicant: Address
  recipient: Address
  versionId: Hex
  documentURI: string
  status: ProjectStatus
  /** What has not gone back of it. */
  deposit: bigint
  /** By donor (`community << 64 | memberId`), what each gave and has not got back. */
  gifts: Map<bigint, bigint>
  reviews: { by: Address; accepted: boolean; reason: string }[]
  /** What it was paid, gifts and match. */
  paid?: { gifts: bigint; matched: bigint }
}

/** How a round was settled, as the event says. */
export type Settlement = { num: bigint; den: bigint; threshold: bigint; matched: bigint; left: bigint }

/** A round as its events make it. Amounts in base units. */
export type ReplayedRound = {
  terms: RoundTerms
  pool: bigint
  /** Of each funder who has not got its share back, what it gave. */
  funding: Map<Address, bigint>
  households: Map<bigint, Hex>
  /** The first is number 1. */
  projects: ReplayedProject[]
  settlement?: Settlement
  /** What is left of the pool for funders, where the round is settled. */
  left: bigint
  /** Why the community gave it up. */
  cancelled?: string
  gifts: number
  events: number
}

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, each) => total + each, 0n)

/** What a project's donors gave and have not got back. */
export const giftsOf = ({ gifts }: ReplayedProject): bigint => sum(gifts.values())

/** The sums of a project, from what each of its donors gave in the end. */
export function tallyOfProject({ terms, households }: ReplayedRound, { gifts }: ReplayedProject): Tally {
  return tallyOf(
    [...gifts].map(([donor, amount]) => {
      const household = households.get(donor)
      return household === undefined ? { amount } : { amount, household }
    }),
    terms.householdBound,
  )
}

/** What the contract holds for the round: pool, gifts and deposits less what was paid and went back. */
export function heldFor(round: ReplayedRound): bigint {
  const pool = round.settlement === undefined ? sum(round.funding.values()) : round.left
  const projects = round.projects.map((project) => {
    const gifts = project.paid === undefined ? giftsOf(project) : 0n
    return gifts + project.deposit
  })
  return pool + sum(projects)
}

/**
 * Plays the events of a round through, from its opening on. Totals that events tell are compared with what those before
 * them come to; what a settlement says of λ and matches is taken as told.
 *
 * @throws ChainError `round_differs`, or `round_unreadable` where an event tells of what no event began.
 */
export function replayRound(events: readonly RoundEvent[]): ReplayedRound {
  const [opening] = events
  if (opening?.eventName !== 'RoundOpened') {
    throw new ChainError('What the chain tells of the round does not begin with its opening.', {
      code: 'round_unreadable',
      next: 'Ask an RPC that keeps all events, with --rpc-url.',
    })
  }
  const round: ReplayedRound = {
    terms: opening.args.terms,
    pool: 0n,
    funding: new Map(),
    households: new Map(),
    projects: [],
    left: 0n,
    gifts: 0,
    events: events.length,
  }
  const projectAt = (number: bigint): ReplayedProject => {
    const project = round.projects[Number(number) - 1]
    if (project !== undefined) return project
    throw new ChainError(`The chain tells of the project ${number}, which never applied.`, {
      code: 'round_unreadable',
      next: 'Ask an RPC that keeps all events, with --rpc-url.',
    })
  }
  for (const event of events) {
    switch (event.eventName) {
      case 'PoolFunded': {
        const { funder, amount } = event.args
        round.pool += amount
        round.funding.set(funder, (round.funding.get(funder) ?? 0n) + amount)
        break
      }
      case 'ProjectApplied': {
        const { project, applicant, recipient, versionId, deposit, documentURI } = event.args
        checkSame('number of the next project', BigInt(round.projects.length + 1), project)
        round.projects.push({
          project: Number(project),
          applicant,
          recipient,
          versionId,
          documentURI,
          status: 'Pending',
          deposit,
          gifts: new Map(),
          reviews: [],
        })
        break
      }
      case 'ApplicationWithdrawn':
        projectAt(event.args.project).status = 'Withdrawn'
        break
      case 'ProjectReviewed': {
        const { by, accepted, reason } = event.args
        const project = projectAt(event.args.project)
        project.status = accepted ? 'Accepted' : 'Rejected'
        project.reviews.push({ by, accepted, reason })
        break
      }
      case 'HouseholdSet': {
        const { community, memberId, household } = event.args
        const donor = (community << 64n) | memberId
        if (household === zeroHash) round.households.delete(donor)
        else round.households.set(donor, household)
        break
      }
      case 'GiftMade':
      case 'GiftReturned': {
        const { donor, amount, total } = event.args
        const isMade = event.eventName === 'GiftMade'
        const { gifts, project } = projectAt(event.args.project)
        const now = (gifts.get(donor) ?? 0n) + (isMade ? amount : -amount)
        checkSame(`total that donor ${donor} has given to project ${project}`, now, total)
        if (now === 0n) gifts.delete(donor)
        else gifts.set(donor, now)
        if (isMade) round.gifts++
        break
      }
      case 'RoundFinalized': {
        const { numerator: num, denominator: den, threshold, matched, left } = event.args
        round.settlement = { num, den, threshold, matched, left }
        round.left = left
        break
      }
      case 'RoundCancelled':
        round.cancelled = event.args.reason
        break
      case 'ProjectPaid': {
        const project = projectAt(event.args.project)
        const { gifts, matched } = event.args
        checkSame(`sum of gifts that project ${project.project} was paid`, giftsOf(project), gifts)
        project.status = 'Paid'
        project.paid = { gifts, matched }
        break
      }
      case 'FundingReturned': {
        const { funder, amount } = event.args
        const own = round.funding.get(funder) ?? 0n
        checkSame(`amount that went back to the funder ${funder}`, shareOf(round, own), amount)
        if (round.settlement !== undefined) round.left -= amount
        round.funding.delete(funder)
        break
      }
      case 'DepositReturned': {
        const project = projectAt(event.args.project)
        checkSame(`deposit that went back for project ${project.project}`, project.deposit, event.args.amount)
        project.deposit = 0n
        break
      }
    }
  }
  return round
}

/** What goes back to a funder of `own` now: all of it, or its share of what the settlement left. */
export function shareOf(round: ReplayedRound, own: bigint): bigint {
  if (round.settlement === undefined) return own
  const owed = sum(round.funding.values())
  return owed === 0n ? 0n : (round.left * own) / owed
}

/** The projects that the pool is shared out between. */
export const matchedProjects = (round: ReplayedRound): ReplayedProject[] => round.projects.filter(takesPart)
