import type { Guardianship, Recovery } from '../actions/readGuardians.ts'
import { formatTime } from './formatTime.ts'

/** Who may help a member to a new key, in sentences. */
export function describeGuardians(memberId: number, { guardians, threshold }: Guardianship): string[] {
  if (guardians.length === 0) {
    return [`Member ${memberId} has no guardians: only a vote gives it back a lost key.`]
  }
  const whom =
    threshold === 1
      ? guardians.length === 1
        ? 'One guardian'
        : `Any one of ${guardians.length} guardians`
      : `${threshold} of ${guardians.length} guardians together`
  return [
    `${whom} may move the membership of member ${memberId} to a new key:`,
    ...guardians.map((guardian) => `  ${guardian}`),
  ]
}

/** Where a recovery stands and what comes next, at the chain's time `now` in Unix seconds. */
export function describeRecovery(
  memberId: number,
  { threshold }: Guardianship,
  { to, supporters, readyAt, lapsesAt }: Recovery,
  now: number,
): string {
  if (readyAt === 0) {
    const more = threshold - supporters.length
    return `${supporters.length} of the ${threshold} guardians it takes ${supporters.length === 1 ? 'supports' : 'support'} moving it to ${to}; ${more === 1 ? 'one more is' : `${more} more are`} needed.`
  }
  const finish = `member recover finish ${memberId} --to ${to}`
  return readyAt > now
    ? `It moves to ${to} when somebody finishes that, from ${formatTime(readyAt)} to ${formatTime(lapsesAt)} (${finish}). Until it is finished the present key can stop it: member recover cancel.`
    : `It can be moved to ${to} now, until ${formatTime(lapsesAt)}: ${finish}. Until then the present key can stop it: member recover cancel.`
}
