import { computeMatching, type Matching } from '@commonweal/sdk/matching/computeMatching'
import { matchingLimits } from '@commonweal/sdk/matching/matchingLimits'
import { type RoundOnChain, type RoundProject, takesPart } from '../actions/readRound.ts'
import { formatDuration, formatTime } from './formatTime.ts'
import { plural } from './plural.ts'
import { formatAmount } from './tokenAmount.ts'

/** How the pool is shared out: as it was settled, or would be if it were settled now. */
export type RoundMatching = Matching & { cap: bigint; payOf: ReadonlyMap<number, bigint> }

/** Shares the pool out by the pair sums that the contract has. */
export function matchingOf({ pool, projects, terms: { cap, scaleUp } }: RoundOnChain): RoundMatching {
  const matched = projects.filter(takesPart)
  const matching = computeMatching({ pool, cap, scaleUp, projects: matched })
  const payOf = new Map(matched.map(({ project }, index) => [project, matching.pays[index] ?? 0n]))
  return { ...matching, cap, payOf }
}

/** Where a round stands, and what comes next. */
export function describePhase({ phase, terms, now, roundId, pool, token }: RoundOnChain): string {
  const until = (moment: number) => `another ${formatDuration(moment - now)}, until ${formatTime(moment)}`
  switch (phase) {
    case 'Applications': {
      const short =
        pool < terms.leastPool
          ? ` By then the pool has to hold ${formatAmount(token, terms.leastPool)}, or the round expires.`
          : ''
      return `Projects can apply for ${until(terms.givingFrom)}; then giving begins.${short}`
    }
    case 'Giving':
      return `Giving is open for ${until(terms.givingUntil)}.`
    case 'Review':
      return `Giving is over. Projects can be rejected, and accepted on appeal, for ${until(terms.reviewUntil)}.`
    case 'Deciding':
      return `Anyone can settle it now: round finalize ${roundId}. If nobody does by ${formatTime(terms.expiresAt)}, all get their money back.`
    case 'Finalized':
      return 'Settled. Projects are paid with round claim; what is left of the pool goes back to funders with round refund.'
    case 'Expired':
      return 'Expired: nothing is matched, and all take their money back with round refund.'
    case 'Cancelled':
      return 'Given up by the community: all take their money back with round refund.'
    case 'None':
      return 'Not on record.'
  }
}

/** The terms of a round that matter to whoever gives or applies. */
export function describeTerms({ terms, token }: RoundOnChain): string[] {
  const { cap, minGift, deposit, householdBound, undoPeriod, scaleUp, others } = terms
  const amount = (units: bigint) => formatAmount(token, units)
  return [
    `  giving    ${formatTime(terms.givingFrom)} to ${formatTime(terms.givingUntil)}, at least ${amount(minGift)} to a project at once`,
    `  review    until ${formatTime(terms.reviewUntil)}; settled by anyone until ${formatTime(terms.expiresAt)}`,
    `  givers    members of ${terms.communityId}`,
    ...others.map((id) => `            and of ${id}`),
    ...(cap === 0n ? [] : [`  cap       a project is matched with at most ${amount(cap)}`]),
    ...(deposit === 0n ? [] : [`  deposit   ${amount(deposit)} with an application; it goes back`]),
    ...(householdBound === matchingLimits.householdBound
      ? []
      : [`  household pairs of one household count less, bounded by ${amount(householdBound)}`]),
    ...(undoPeriod === 0 ? [] : [`  undo      the latest gift, within ${formatDuration(undoPeriod)}`]),
    ...(scaleUp ? ['  scale     all of the pool is shared out'] : []),
  ]
}

/** A project in a line, with what it gets or would get now. */
export function describeProject(
  { token, phase }: RoundOnChain,
  { project, status, gifts, recipient }: RoundProject,
  match: bigint | undefined,
): string {
  const matched =
    match === undefined
      ? ''
      : phase === 'Finalized'
        ? `, matched with ${formatAmount(token, match)}`
        : `, would be matched with ${formatAmount(token, match)} now`
  return `  ${project}  ${status}, gifts of ${formatAmount(token, gifts)}${matched}, to be paid to ${recipient}`
}

/** How many projects of which kind. */
export function countProjects({ projects }: RoundOnChain): string {
  return `${plural(projects.length, 'project')}${projects.length === 0 ? '' : ':'}`
}
