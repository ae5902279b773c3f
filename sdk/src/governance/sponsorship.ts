import type { Address, Hex } from 'viem'
import type { BallotDomain } from './ballot.ts'

/** The EIP-712 type of CommunityGovernor's `proposeWithSponsors`. */
export const sponsorshipTypes = {
  Sponsorship: [
    { name: 'proposalId', type: 'uint256' },
    { name: 'sponsor', type: 'address' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/**
 * A member's word that somebody else's proposal be put to the vote. The id binds its actions and its description; it
 * says nothing of how the sponsor will vote.
 */
export type Sponsorship = {
  proposalId: bigint
  sponsor: Address
  /** The last Unix second in which it holds. */
  deadline: bigint
}

/**
 * What a sponsor signs: EIP-712 typed data for a wallet.
 *
 * @param domain The Governor's: see {@link governorDomain}.
 */
export function sponsorship(domain: BallotDomain, message: Sponsorship) {
  return { domain, types: sponsorshipTypes, primaryType: 'Sponsorship', message } as const
}

/** A {@link Sponsorship} with its signature, as an argument of `proposeWithSponsors`. */
export function signedSponsorship({ sponsor, deadline }: Sponsorship, signature: Hex) {
  return { sponsor, deadline, signature } as const
}
