import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { startBlocks } from '@commonweal/contracts/addresses'
import { decodeRules } from '@commonweal/sdk/policy/decodeRules'
import type { Policy, PolicyPart } from '@commonweal/sdk/policy/policySchema'
import type { Hex } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import { readInRanges } from './readProposals.ts'

/**
 * Reads a policy with all that it stands on, as the chain decides by it. How those stand on each other makes no
 * difference to that, and the chain does not keep it: all of them are told as its parents.
 *
 * @returns The policy, and how often its rules have changed.
 * @throws ChainError `unknown_policy`.
 */
export async function readPolicy(chain: Chain, policyId: Hex): Promise<{ policy: Policy; revision: number }> {
  const contract = { address: chain.addresses.culturalProtocols, abi: culturalProtocolsAbi } as const
  try {
    const parts = await chain.client.readContract({
      ...contract,
      functionName: 'partsOf',
      args: [policyId],
    })
    const decoded: PolicyPart[] = parts.map((part) =>
      decodeRules(part.rules, {
        policyId: part.policyId,
        communityId: part.communityId,
        closedUntil: part.closedUntil === 0 ? null : part.closedUntil,
      }),
    )
    const own = decoded.at(-1)
    if (own === undefined) {
      throw new ChainError(`There is no policy ${policyId} on chain ${chain.chainId}.`, {
        code: 'unknown_policy',
        details: { policyId, chainId: chain.chainId },
        next: 'List them with policy list, and check that the RPC serves the right chain.',
      })
    }
    const { revision } = await chain.client.readContract({
      ...contract,
      functionName: 'policyOf',
      args: [policyId],
    })
    const parents = decoded.slice(0, -1).map((part) => ({ ...part, parents: [] }))
    return { policy: { ...own, parents }, revision }
  } catch (error) {
    throw explainFailure(error, 'reading the policy', chain.rpcUrl)
  }
}

/** Ids of a community's policies, in the order in which they were made. */
export async function readPolicyIds(chain: Chain, communityId: Hex): Promise<Hex[]> {
  try {
    const latest = await chain.client.getBlockNumber()
    const made = await readInRanges(
      (fromBlock, toBlock) =>
        chain.client.getContractEvents({
          address: chain.addresses.culturalProtocols,
          abi: culturalProtocolsAbi,
          eventName: 'PolicyCreated',
          args: { communityId },
          fromBlock,
          toBlock,
          strict: true,
        }),
      BigInt(startBlocks[chain.chainId] ?? 0),
      latest,
    )
    return made.map(({ args }) => args.policyId)
  } catch (error) {
    throw explainFailure(error, 'reading the policies', chain.rpcUrl)
  }
}
