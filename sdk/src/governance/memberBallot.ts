import type { Address, Hex } from 'viem'
import { type BallotDomain, type Support, support } from './ballot.ts'

/** The EIP-712 type of CommunityGovernor's `castVotesBySig`. */
export const memberBallotTypes = {
  MemberBallot: [
    { name: 'proposalId', type: 'uint256' },
    { name: 'support', type: 'uint8' },
    { name: 'voter', type: 'address' },
    { name: 'reason', type: 'string' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/**
 * A vote that somebody else may bring to the chain, together with others. It names no nonce: a member's ballots on
 * several proposals are counted in any order, and each at most once, because the member has then voted.
 */
export type MemberBallot = {
  proposalId: bigint
  support: Support
  voter: Address
  /** Published with the vote; may be empty. */
  reason: string
  /** The last Unix second in which it may be counted. */
  deadline: bigint
}

/** What a member signs: EIP-712 typed data for a wallet, which shows the reason and the deadline as they are. */
export function memberBallot(domain: BallotDomain, message: MemberBallot) {
  return {
    domain,
    types: memberBallotTypes,
    primaryType: 'MemberBallot',
    message: { ...message, support: support[message.support] },
  } as const
}

/** A {@link MemberBallot} with its signature, as an argument of `castVotesBySig`. */
export function signedBallot(message: MemberBallot, signature: Hex) {
  return { ...message, support: support[message.support], signature } as const
}
