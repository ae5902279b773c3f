import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { isAddressEqual, zeroAddress } from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Founding } from './foundCommunity.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'

/** The rules of a community as they stand. Durations in seconds, moments in Unix seconds. */
export type CommunityRules = Pick<Founding, 'settings' | 'membership' | 'treasury' | 'timelockDelay'> & {
  /** Undefined where the community has no council. */
  council: { consentThreshold: number; vetoThreshold: number; vetoExpiresAt: number } | undefined
  /** For how long what has passed can be queued, and then executed, before it expires. */
  gracePeriod: number
  /** The most proposals that a member may have open. */
  maxOpenProposals: number
}

/**
 * Reads the rules of a community from its Governor, timelock, roll and council.
 *
 * @throws ChainError
 */
export async function readConstitution(chain: Chain, community: Community): Promise<CommunityRules> {
  const { client } = chain
  const governor = { address: community.governor, abi: communityGovernorAbi } as const
  const timelock = { address: community.timelock, abi: communityTimelockAbi } as const
  const membership = { address: community.membership, abi: membershipAbi } as const
  const council = { address: community.council, abi: elderCouncilAbi } as const
  const hasCouncil = !isAddressEqual(community.council, zeroAddress)
  try {
    const [
      votingDelay,
      votingPeriod,
      lateQuorumVoteExtension,
      quorumBps,
      minimumVoters,
      proposalThreshold,
      reproposalCooldown,
      superMajorityBps,
      gracePeriod,
      maxOpenProposals,
      timelockDelay,
      treasury,
      vouching,
      recoveryDelay,
      thresholds,
      vetoExpiresAt,
    ] = await Promise.all([
      client.readContract({ ...governor, functionName: 'votingDelay' }),
      client.readContract({ ...governor, functionName: 'votingPeriod' }),
      client.readContract({ ...governor, functionName: 'lateQuorumVoteExtension' }),
      client.readContract({ ...governor, functionName: 'quorumBps' }),
      client.readContract({ ...governor, functionName: 'minimumVoters' }),
      client.readContract({ ...governor, functionName: 'proposalThreshold' }),
      client.readContract({ ...governor, functionName: 'reproposalCooldown' }),
      client.readContract({ ...governor, functionName: 'superMajorityBps' }),
      client.readContract({ ...governor, functionName: 'gracePeriod' }),
      client.readContract({ ...governor, functionName: 'maxOpenProposals' }),
      client.readContract({ ...timelock, functionName: 'getMinDelay' }),
      client.readContract({ ...timelock, functionName: 'treasuryCap' }),
      client.readContract({ ...membership, functionName: 'vouching' }),
      client.readContract({ ...membership, functionName: 'recoveryDelay' }),
      hasCouncil ? client.readContract({ ...council, functionName: 'thresholds' }) : undefined,
      hasCouncil ? client.readContract({ ...council, functionName: 'vetoExpiresAt' }) : undefined,
    ])
    return {
      settings: {
        votingDelay: Number(votingDelay),
        votingPeriod: Number(votingPeriod),
        lateQuorumVoteExtension,
        quorumBps,
        minimumVoters,
        proposalThreshold: Number(proposalThreshold),
        reproposalCooldown,
        superMajorityBps,
      },
      gracePeriod: Number(gracePeriod),
      maxOpenProposals: Number(maxOpenProposals),
      timelockDelay: Number(timelockDelay),
      treasury,
      membership: { vouching, recoveryDelay },
      council:
        thresholds === undefined || vetoExpiresAt === undefined
          ? undefined
          : { consentThreshold: thresholds[0], vetoThreshold: thresholds[1], vetoExpiresAt },
    }
  } catch (error) {
    throw explainFailure(error, 'reading the rules of the community', chain.rpcUrl)
  }
}
