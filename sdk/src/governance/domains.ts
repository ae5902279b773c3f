import type { Address } from 'viem'
import type { BallotDomain } from './ballot.ts'

/**
 * What a Governor's `eip712Domain()` answers. The same for every community but for the address, so that a ballot can be
 * signed without asking the chain.
 */
export function governorDomain({ chainId, governor }: { chainId: number; governor: Address }): BallotDomain {
  return { name: 'CommunityGovernor', version: '1', chainId, verifyingContract: governor }
}

/** What the `eip712Domain()` of a community's roll of members answers. */
export function membershipDomain({
  chainId,
  membership,
}: {
  chainId: number
  membership: Address
}): BallotDomain {
  return { name: 'CommunityMembership', version: '1', chainId, verifyingContract: membership }
}
