import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { type Address, type Hex, isHex } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'

/** A community as the registry knows it. `foundedAt` in Unix seconds. */
export type Community = {
  communityId: Hex
  name: string
  membership: Address
  governor: Address
  timelock: Address
  /** Its elders; zero where it has no council. */
  council: Address
  foundedAt: number
  charterDigest: Hex
  memberCount: number
}

/**
 * Reads a community from the chain.
 *
 * @throws ChainError `unknown_community`.
 */
export async function readCommunity(chain: Chain, communityId: Hex): Promise<Community> {
  const unknown = () =>
    new ChainError(`There is no community ${communityId} on chain ${chain.chainId}.`, {
      code: 'unknown_community',
      details: { communityId, chainId: chain.chainId },
      next: 'Check the id (32 bytes in hex), and that the RPC serves the right chain.',
    })
  if (!isHex(communityId, { strict: true }) || communityId.length !== 66) throw unknown()
  try {
    const registry = { address: chain.addresses.communityRegistry, abi: communityRegistryAbi } as const
    const authority = await chain.client.readContract({
      ...registry,
      functionName: 'authorityOf',
      args: [communityId],
    })
    if (/^0x0{40}$/.test(authority)) throw unknown()
    const found = await chain.client.readContract({
      ...registry,
      functionName: 'communityOf',
      args: [communityId],
    })
    const membership = { address: found.membership, abi: membershipAbi } as const
    const [name, memberCount] = await Promise.all([
      chain.client.readContract({ ...membership, functionName: 'name' }),
      chain.client.readContract({ ...membership, functionName: 'memberCount' }),
    ])
    return {
      communityId,
      name,
      membership: found.membership,
      governor: found.governor,
      timelock: found.authority,
      council: found.council,
      foundedAt: Number(found.foundedAt),
      charterDigest: found.charterDigest,
      memberCount: Number(memberCount),
    }
  } catch (error) {
    throw explainFailure(error, 'reading the community', chain.rpcUrl)
  }
}
