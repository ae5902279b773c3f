import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { type Address, type Hex, isHex } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'

/** Where a version stands for a community, in the order of the contract's enum. */
export const versionStatuses = [
  'Unknown',
  'Submitted',
  'ConsentPending',
  'Consented',
  'Approved',
  'Suspended',
  'Revoked',
  'Withdrawn',
  'Superseded',
  'Withheld',
] as const
export type VersionStatus = (typeof versionStatuses)[number]

/** A version as the registry records it. Times in Unix seconds, zero for no bound. */
export type Version = {
  versionId: Hex
  communityId: Hex
  modelId: Hex
  slug: string
  manifestHash: Hex
  artifactsRoot: Hex
  artifactsCodec: bigint
  parent: Hex
  policyId: Hex
  contributor: Address
  submittedAt: number
  totalBytes: bigint
  notBefore: number
  expiresAt: number
  /** For the community asked about. */
  status: VersionStatus
  runnable: boolean
}

/**
 * Reads a version from the chain.
 *
 * @param communityId Whose decision is asked for; left out, the community it was submitted to.
 * @throws ChainError `unknown_version`.
 */
export async function readVersion(chain: Chain, versionId: Hex, communityId?: Hex): Promise<Version> {
  const unknown = (cause?: unknown) =>
    new ChainError(`There is no version ${versionId} on record on chain ${chain.chainId}.`, {
      code: 'unknown_version',
      cause,
      details: { versionId, chainId: chain.chainId },
      next: 'Check the id (32 bytes in hex), and that the RPC serves the right chain.',
    })
  if (!isHex(versionId, { strict: true }) || versionId.length !== 66) throw unknown()
  const registry = { address: chain.addresses.modelRegistry, abi: modelRegistryAbi } as const
  try {
    const recorded = await chain.client.readContract({
      ...registry,
      functionName: 'versionOf',
      args: [versionId],
    })
    const community = communityId ?? recorded.communityId
    const [slug, status, runnable] = await Promise.all([
      chain.client.readContract({ ...registry, functionName: 'slugOf', args: [recorded.modelId] }),
      chain.client.readContract({ ...registry, functionName: 'statusOf', args: [community, versionId] }),
      chain.client.readContract({ ...registry, functionName: 'isRunnable', args: [community, versionId] }),
    ])
    return {
      versionId,
      communityId: recorded.communityId,
      modelId: recorded.modelId,
      slug,
      manifestHash: recorded.manifestHash,
      artifactsRoot: recorded.artifactsRoot,
      artifactsCodec: recorded.artifactsCodec,
      parent: recorded.parent,
      policyId: recorded.policyId,
      contributor: recorded.contributor,
      submittedAt: Number(recorded.submittedAt),
      totalBytes: recorded.totalBytes,
      notBefore: Number(recorded.notBefore),
      expiresAt: Number(recorded.expiresAt),
      status: versionStatuses[status] ?? 'Unknown',
      runnable,
    }
  } catch (error) {
    const explained = explainFailure(error, 'reading the version', chain.rpcUrl)
    if (typeof explained.details === 'object' && explained.details.error === 'ModelRegistry_UnknownVersion')
      throw unknown(error)
    throw explained
  }
}
