import type { Community } from '../actions/readCommunity.ts'
import type { Vouches } from '../actions/readVouches.ts'
import { formatTime } from './formatTime.ts'
import { plural } from './plural.ts'

/** How far a candidate is on its way in, in a sentence. */
export function describeVouches(
  candidate: string,
  { name }: Community,
  { needed, standing }: Vouches,
): string {
  if (needed === 0) {
    return `${name} lets nobody in by vouching; a vote does: proposal create, with an action admitMember.`
  }
  const count = standing.length
  if (count === 0) return `Nobody vouches for ${candidate}; it takes ${plural(needed, 'member')}.`
  const vouch = `${count} of ${needed} members ${count === 1 ? 'vouches' : 'vouch'} for ${candidate}`
  if (count < needed) {
    const more = needed - count
    const first = standing[0]?.expiresAt ?? 0
    return `${vouch}; ${more === 1 ? 'one more is' : `${more} more are`} needed until ${formatTime(first)}, when the first vouch ends.`
  }
  // With one fewer than needed it is over.
  const last = standing[count - needed]?.expiresAt ?? 0
  return `${vouch}: it can join until ${formatTime(last)}, with member join.`
}
