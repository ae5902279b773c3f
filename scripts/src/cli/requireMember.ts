import { ChainError } from '../actions/ChainError.ts'
import type { Community } from '../actions/readCommunity.ts'
import type { Standing } from '../actions/readStanding.ts'
import { formatTime } from './formatTime.ts'

/** Why an account is no member, and what can be done about it. */
function describeAbsence({ account, status, leftAt, recoveredTo }: Standing, { name }: Community) {
  const wayIn =
    'This takes a member. Who is none is let in by vote (proposal create, with an action admitMember), or by members who vouch (member vouch).'
  switch (status) {
    case 'left':
      return {
        message: `${account} is not a member of ${name}: it left at ${formatTime(leftAt)}.`,
        next: wayIn,
      }
    case 'barred':
      return {
        message: `${account} is not a member of ${name}: the community removed it.`,
        next: 'Only a vote lets it in again: proposal create, with an action admitMember.',
      }
    case 'recovered':
      return {
        message: `${account} is not a member's key in ${name} any more: its membership has moved to ${recoveredTo}.`,
        next: `Use ${recoveredTo}.`,
      }
    default:
      return { message: `${account} is not a member of ${name}.`, next: wayIn }
  }
}

/**
 * The id of who has to be a member for a step.
 *
 * @throws ChainError `not_member`, which says why it is none and what it takes.
 */
export function requireMember(standing: Standing, community: Community): number {
  if (standing.status === 'member' && standing.memberId !== undefined) return standing.memberId
  const { message, next } = describeAbsence(standing, community)
  throw new ChainError(message, {
    code: 'not_member',
    details: { account: standing.account, status: standing.status, communityId: community.communityId },
    next,
  })
}
