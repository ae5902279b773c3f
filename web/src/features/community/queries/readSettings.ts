import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { ChainError } from '@/lib/chain/ChainError'
import { chainReader } from '@/lib/chain/chainReader'
import { readCommunity } from '@/lib/chain/readCommunity'
import { serverConfig } from '@/lib/config/serverConfig'

/** How the community decides. Durations in seconds; `balance` is the treasury's, in wei. */
export type CommunitySettings = {
  votingDelay: number
  votingPeriod: number
  lateQuorumVoteExtension: number
  quorumBps: number
  minimumVoters: number
  waitingTime: number
  balance: bigint
}

/**
 * Reads the settings from the contracts themselves.
 *
 * @throws ChainError
 */
export async function readSettings(): Promise<CommunitySettings> {
  const { governor, timelock } = await readCommunity()
  const reader = chainReader(await serverConfig())
  const contract = { address: governor, abi: communityGovernorAbi } as const
  try {
    const [delay, period, extension, quorumBps, minimumVoters, waiting, balance] = await Promise.all([
      reader.readContract({ ...contract, functionName: 'votingDelay' }),
      reader.readContract({ ...contract, functionName: 'votingPeriod' }),
      reader.readContract({ ...contract, functionName: 'lateQuorumVoteExtension' }),
      reader.readContract({ ...contract, functionName: 'quorumBps' }),
      reader.readContract({ ...contract, functionName: 'minimumVoters' }),
      reader.readContract({ address: timelock, abi: communityTimelockAbi, functionName: 'getMinDelay' }),
      reader.getBalance({ address: timelock }),
    ])
    return {
      votingDelay: Number(delay),
      votingPeriod: Number(period),
      lateQuorumVoteExtension: Number(extension),
      quorumBps,
      minimumVoters,
      waitingTime: Number(waiting),
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
