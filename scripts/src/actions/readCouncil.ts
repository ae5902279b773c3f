import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { startBlocks } from '@commonweal/contracts/addresses'
import { type Address, type Hex, isAddressEqual, zeroAddress } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'
import { readInRanges } from './readProposals.ts'

/**
 * The rules of a community's elders. `consentThreshold` is for a consent that no policy asks for; `vetoExpiresAt` is the
 * last Unix second in which they may veto.
 */
export type Council = {
  address: Address
  consentThreshold: number
  vetoThreshold: number
  vetoExpiresAt: number
}

/** How many elders stand behind a veto now. */
type Support = { standing: number; needed: number }

/** Why an elder wants a decision stopped, in its own words. */
export type VetoReason = { memberId: number; elder: Address; reason: string }

/**
 * Reads the rules of a community's elders.
 *
 * @throws ChainError `wrong_state` where it has no council.
 */
export async function readCouncil(chain: Chain, community: Community): Promise<Council> {
  if (isAddressEqual(community.council, zeroAddress)) {
    throw new ChainError(`${community.name} has no council of elders.`, {
      code: 'wrong_state',
      details: { communityId: community.communityId },
      next: 'A vote can give it one: proposal create, with an action setCouncil.',
    })
  }
  const council = { address: community.council, abi: elderCouncilAbi } as const
  try {
    const [[consentThreshold, vetoThreshold], vetoExpiresAt] = await Promise.all([
      chain.client.readContract({ ...council, functionName: 'thresholds' }),
      chain.client.readContract({ ...council, functionName: 'vetoExpiresAt' }),
    ])
    return { address: community.council, consentThreshold, vetoThreshold, vetoExpiresAt }
  } catch (error) {
    throw explainFailure(error, 'reading the council of elders', chain.rpcUrl)
  }
}

/**
 * Reads by which name the timelock and the elders know a proposal.
 *
 * @throws ChainError
 */
export async function readOperationId(chain: Chain, community: Community, proposalId: bigint): Promise<Hex> {
  try {
    const assigned = await readInRanges(
      (fromBlock, toBlock) =>
        chain.client.getContractEvents({
          address: community.governor,
          abi: communityGovernorAbi,
          eventName: 'OperationAssigned',
          args: { proposalId },
          fromBlock,
          toBlock,
          strict: true,
        }),
      BigInt(startBlocks[chain.chainId] ?? 0),
      await chain.client.getBlockNumber(),
    )
    const operationId = assigned[0]?.args.operationId
    if (operationId !== undefined) return operationId
  } catch (error) {
    throw explainFailure(error, 'reading the proposal', chain.rpcUrl)
  }
  throw new ChainError(
    `The Governor of ${community.name} does not say what its timelock calls the proposal.`,
    {
      code: 'unknown_proposal',
      details: { proposalId: proposalId.toString() },
      next: 'Use the versions of this program and of the contracts that belong together.',
    },
  )
}

/**
 * Reads how many elders want an operation stopped, and every reason that was given for it.
 *
 * @throws ChainError
 */
export async function readVetoes(
  chain: Chain,
  council: Council,
  operationId: Hex,
): Promise<Support & { reasons: VetoReason[] }> {
  const contract = { address: council.address, abi: elderCouncilAbi } as const
  try {
    const [standing, supported] = await Promise.all([
      chain.client.readContract({ ...contract, functionName: 'vetoesOf', args: [operationId] }),
      readInRanges(
        (fromBlock, toBlock) =>
          chain.client.getContractEvents({
            ...contract,
            eventName: 'VetoSupported',
            args: { operationId },
            fromBlock,
            toBlock,
            strict: true,
          }),
        BigInt(startBlocks[chain.chainId] ?? 0),
        await chain.client.getBlockNumber(),
      ),
    ])
    const reasons = supported.map(({ args: { memberId, elder, reason } }) => ({
      memberId: Number(memberId),
      elder,
      reason,
    }))
    return { standing: Number(standing), needed: council.vetoThreshold, reasons }
  } catch (error) {
    throw explainFailure(error, 'reading the vetoes', chain.rpcUrl)
  }
}
