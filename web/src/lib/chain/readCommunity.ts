import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { cache } from 'react'
import { type Address, BaseError, ContractFunctionRevertedError, type Hex } from 'viem'
import { serverConfig } from '@/lib/config/serverConfig'
import { ChainError } from './ChainError'
import { chainReader } from './chainReader'
import { readHead } from './readHead'

/** The parts of the community whose pages these are, as the registry on the chain has them. */
export type CommunityParts = {
  communityId: Hex
  timelock: Address
  membership: Address
  governor: Address
  /** Its elders; zero where it has no council. */
  council: Address
  foundedAt: number
  charterDigest: Hex
}

/**
 * Reads which contracts are this community's.
 *
 * @throws ChainError `chain_unreachable`, `chain_mismatch` or `community_unknown`.
 */
export const readCommunity: () => Promise<CommunityParts> = cache(async () => {
  await readHead()
  const { communityId, addresses, ...config } = await serverConfig()
  try {
    const community = await chainReader(config).readContract({
      address: addresses.communityRegistry,
      abi: communityRegistryAbi,
      functionName: 'communityOf',
      args: [communityId],
    })
    return {
      communityId,
      timelock: community.authority,
      membership: community.membership,
      governor: community.governor,
      council: community.council,
      foundedAt: Number(community.foundedAt),
      charterDigest: community.charterDigest,
    }
  } catch (cause) {
    const reverted =
      cause instanceof BaseError && cause.walk((error) => error instanceof ContractFunctionRevertedError)
    throw new ChainError(
      reverted
        ? `No community has the id ${communityId} on chain ${config.chainId}.`
        : 'The community cannot be read from the chain.',
      {
        code: reverted ? 'community_unknown' : 'community_unreadable',
        details: { communityId, registry: addresses.communityRegistry },
        next: 'Check COMMONWEAL_COMMUNITY, and that the contracts are deployed on this chain.',
        cause,
      },
    )
  }
})
