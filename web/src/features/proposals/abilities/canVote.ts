import { type Ability, able, unable } from '@/lib/Ability'
import type { Phase } from '../phase'

/** What decides whether somebody may vote, all read from the chain but `genuine`. */
export type Voter = {
  phase: Phase
  /** Whether the text shown is the one on the chain. */
  genuine: boolean
  /** Whether the account is a member now. */
  isMember: boolean
  /** Votes the account had on this very proposal when it was made: its own, and those lent to it by then. */
  entitled: bigint
  /** What of them it can still cast. */
  votes: bigint
  hasVoted: boolean
}

/** Whether somebody may vote on a proposal now. */
export function canVote({
  phase,
  genuine,
  isMember,
  entitled,
  votes,
  hasVoted,
}: Voter): Ability<
  'notActive' | 'notMember' | 'joinedLater' | 'delegateVoted' | 'alreadyVoted' | 'notGenuine'
> {
  if (hasVoted) return unable('alreadyVoted')
  if (phase !== 'open') return unable('notActive')
  if (!genuine) return unable('notGenuine')
  if (entitled === 0n) return unable(isMember ? 'joinedLater' : 'notMember')
  // Nothing but the delegate's own vote takes a vote that had not been cast yet.
  if (votes === 0n) return unable('delegateVoted')
  return able
}
