import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { type Address, type PublicClient, zeroAddress } from 'viem'
import { ChainError } from '@/lib/chain/ChainError'
import { chainReader } from '@/lib/chain/chainReader'
import { readCommunity } from '@/lib/chain/readCommunity'
import { serverConfig } from '@/lib/config/serverConfig'

/**
 * How the community decides. Durations in seconds, `vetoUntil` in Unix seconds; `balance` is the treasury's, in wei.
 */
export type CommunitySettings = {
  votingDelay: number
  votingPeriod: number
  lateQuorumVoteExtension: number
  quorumBps: number
  minimumVoters: number
  waitingTime: number
  /** Members it takes to propose. */
  proposalThreshold: number
  reproposalCooldown: number
  superMajorityBps: number
  /** What an ordinary majority may spend of the treasury in a while; null where it may spend all. */
  treasuryCap: { bps: number; period: number } | null
  /** Members who bring somebody in by vouching, and for how long a vouch counts; null where nobody comes in so. */
  vouching: { needed: number; period: number } | null
  recoveryDelay: number
  /** Elders who make a consent, and a veto, and the last second of that power; null where there is no council. */
  council: { consent: number; veto: number; vetoUntil: number } | null
  balance: bigint
}

/**
 * Reads the settings from the contracts themselves.
 *
 * @throws ChainError
 */
export async function readSettings(): Promise<CommunitySettings> {
  const { governor, timelock, membership, council } = await readCommunity()
  const reader = chainReader(await serverConfig())
  const contract = { address: governor, abi: communityGovernorAbi } as const
  const treasury = { address: timelock, abi: communityTimelockAbi } as const
  const roll = { address: membership, abi: membershipAbi } as const
  try {
    const [
      delay,
      period,
      extension,
      quorumBps,
      minimumVoters,
      threshold,
      cooldown,
      superMajorityBps,
      waiting,
      cap,
      vouching,
      recoveryDelay,
      elders,
      balance,
    ] = await Promise.all([
      reader.readContract({ ...contract, functionName: 'votingDelay' }),
      reader.readContract({ ...contract, functionName: 'votingPeriod' }),
      reader.readContract({ ...contract, functionName: 'lateQuorumVoteExtension' }),
      reader.readContract({ ...contract, functionName: 'quorumBps' }),
      reader.readContract({ ...contract, functionName: 'minimumVoters' }),
      reader.readContract({ ...contract, functionName: 'proposalThreshold' }),
      reader.readContract({ ...contract, functionName: 'reproposalCooldown' }),
      reader.readContract({ ...contract, functionName: 'superMajorityBps' }),
      reader.readContract({ ...treasury, functionName: 'getMinDelay' }),
      reader.readContract({ ...treasury, functionName: 'treasuryCap' }),
      reader.readContract({ ...roll, functionName: 'vouching' }),
      reader.readContract({ ...roll, functionName: 'recoveryDelay' }),
      readCouncil(reader, council),
      reader.getBalance({ address: timelock }),
    ])
    return {
      votingDelay: Number(delay),
      votingPeriod: Number(period),
      lateQuorumVoteExtension: Number(extension),
      quorumBps,
      minimumVoters,
      proposalThreshold: Number(threshold),
      reproposalCooldown: cooldown,
      superMajorityBps,
      waitingTime: Number(waiting),
      treasuryCap: cap.capBps === 10_000 ? null : { bps: cap.capBps, period: cap.period },
      vouching: vouching.needed === 0 ? null : vouching,
      recoveryDelay,
      council: elders,
      balance,
    }
  } catch (cause) {
    throw new ChainError('How the community decides cannot be read from the chain.', {
      code: 'settings_unreadable',
      details: { governor, timelock },
      next: 'Try again in a moment.',
      cause,
    })
  }
}

async function readCouncil(reader: PublicClient, address: Address): Promise<CommunitySettings['council']> {
  if (address === zeroAddress) return null
  const contract = { address, abi: elderCouncilAbi } as const
  const [[consent, veto], vetoUntil] = await Promise.all([
    reader.readContract({ ...contract, functionName: 'thresholds' }),
    reader.readContract({ ...contract, functionName: 'vetoExpiresAt' }),
  ])
  return { consent, veto, vetoUntil }
}
