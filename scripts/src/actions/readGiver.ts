import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import type { Address, Hex } from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { RoundOnChain } from './readRound.ts'

/** A membership of an account in one of a round's communities. Moments in Unix seconds. */
export type RoundMembership = {
  /** The community's place in the round: 0 for the one whose round it is. */
  community: number
  communityId: Hex
  memberId: bigint
  joinedAt: number
  /** 0 while it lasts. */
  leftAt: number
  /** Whether it stood when giving began, so that it may give. */
  mayGive: boolean
}

/** How the contract knows a member as a donor. */
export const donorOf = ({ community, memberId }: Pick<RoundMembership, 'community' | 'memberId'>): bigint =>
  (BigInt(community) << 64n) | memberId

/**
 * Reads what an account is, or was, to the communities of a round, in their order.
 *
 * @throws ChainError
 */
export async function readRoundMemberships(
  chain: Chain,
  { terms }: Pick<RoundOnChain, 'terms'>,
  account: Address,
): Promise<RoundMembership[]> {
  try {
    const found = await Promise.all(
      [terms.communityId, ...terms.others].map(async (communityId, community) => {
        const membership = await chain.client.readContract({
          address: chain.addresses.communityRegistry,
          abi: communityRegistryAbi,
          functionName: 'membershipOf',
          args: [communityId],
        })
        const { memberId, joinedAt, leftAt } = await chain.client.readContract({
          address: membership,
          abi: membershipAbi,
          functionName: 'memberOf',
          args: [account],
        })
        const mayGive = joinedAt < terms.givingFrom && (leftAt === 0 || leftAt > terms.givingFrom)
        return { community, communityId, memberId, joinedAt, leftAt, mayGive }
      }),
    )
    return found.filter(({ memberId }) => memberId !== 0n)
  } catch (error) {
    throw explainFailure(error, 'reading the rolls of members', chain.rpcUrl)
  }
}
