import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { federationAbi } from '@commonweal/contracts/abi/Federation'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import type { Abi } from 'viem'

type AbiError = Extract<Abi[number], { type: 'error' }>

/**
 * Every error any of the contracts can raise. A call can fail with another contract's error: what a proposal does is
 * refused by whom it is done to.
 */
export const contractErrors: readonly AbiError[] = [
  ...new Map(
    [
      communityFactoryAbi,
      communityGovernorAbi,
      communityRegistryAbi,
      communityTimelockAbi,
      culturalProtocolsAbi,
      elderCouncilAbi,
      federationAbi,
      membershipAbi,
      modelRegistryAbi,
      quadraticFundingAbi,
    ]
      .flatMap((abi) => [...abi] as readonly { type: string }[])
      .filter((item): item is AbiError => item.type === 'error')
      .map((error) => [`${error.name}(${error.inputs.map(({ type }) => type).join()})`, error]),
  ).values(),
]
