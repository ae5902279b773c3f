import { type Ability, able, unable } from '@/lib/Ability'
import type { Phase } from '../phase'

/** What decides whether somebody may vote, all read from the chain but `genuine`. */
export type Voter = {
  phase: Phase
  /** Whether the text shown is the one on the chain. */
  genuine: boolean
  /** Whether the account is a member now. */
  isMember: boolean
  /** Votes the account has on this very proposal. */
  votes: bigint
  hasVoted: boolean
}

/** Whether somebody may vote on a proposal now. */
export function canVote({
  phase,
  genuine,
  isMember,
  votes,
  hasVoted,
}: Voter): Ability<'notActive' | 'notMember' | 'joinedLater' | 'alreadyVoted' | 'notGenuine'> {
  if (hasVoted) return unable('alreadyVoted')
  if (phase !== 'open') return unable('notActive')
  if (!genuine) return unable('notGenuine')
  if (votes === 0n) return unable(isMember ? 'joinedLater' : 'notMember')
  return able
}
