import type { Address } from 'viem'
import type { BallotDomain } from './ballot.ts'

/** The EIP-712 type of `delegateBySig`, as OpenZeppelin's Votes has it. */
export const delegationTypes = {
  Delegation: [
    { name: 'delegatee', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'expiry', type: 'uint256' },
  ],
} as const

/** A member's wish that another member cast its vote. */
export type Delegation = {
  /** Another member; the member's own address, or zero, takes the vote back. */
  delegatee: Address
  /** What the roll's `nonces(member)` answers. */
  nonce: bigint
  /** The last Unix second in which somebody may bring it in. */
  expiry: bigint
}

/**
 * What a member signs to lend its vote, so that somebody else can carry that to the chain.
 *
 * @param domain The roll's: see {@link membershipDomain}.
 */
export function delegation(domain: BallotDomain, message: Delegation) {
  return { domain, types: delegationTypes, primaryType: 'Delegation', message } as const
}
