import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { artifactsDigest } from '@commonweal/sdk/artifacts/artifactsDigest'
import { modelId as modelIdOf } from '@commonweal/sdk/identifiers/modelId'
import { versionId as versionIdOf } from '@commonweal/sdk/identifiers/versionId'
import { hashManifest } from '@commonweal/sdk/manifest/hashManifest'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import type { CID } from 'multiformats/cid'
import { type Address, type Hex, type LocalAccount, parseEventLogs, zeroHash } from 'viem'
import { ChainError } from './ChainError.ts'
import type { Chain } from './openChain.ts'
import { sendTransaction } from './sendTransaction.ts'

/** What a contributor submits. Times in Unix seconds, zero for no bound. */
export type VersionSubmission = {
  communityId: Hex
  slug: string
  /** Exact bytes of manifest.json. */
  manifest: Uint8Array
  /** CID of the folder that holds the manifest and every file of it. */
  artifacts: CID
  /** A version this one descends from. */
  parent?: Hex
  notBefore?: number
  expiresAt?: number
}

/** Ids a submission will have. */
export function versionIds({
  communityId,
  slug,
  manifest,
  contributor,
}: Pick<VersionSubmission, 'communityId' | 'slug' | 'manifest'> & { contributor: Address }): {
  modelId: Hex
  versionId: Hex
  manifestHash: Hex
} {
  const manifestHash = hashManifest(manifest)
  const modelId = modelIdOf(communityId, slug)
  return { modelId, versionId: versionIdOf(modelId, manifestHash, contributor), manifestHash }
}

/**
 * Puts a version on record for a community. Nothing runs by it; that takes a vote.
 *
 * @throws ManifestError for a manifest no worker would accept, ChainError for what the registry refuses.
 */
export async function submitVersion(
  chain: Chain,
  account: LocalAccount,
  submission: VersionSubmission,
): Promise<{ versionId: Hex; modelId: Hex; manifestHash: Hex; transaction: Hex; block: bigint }> {
  const manifest = parseManifest(submission.manifest)
  const ids = versionIds({ ...submission, contributor: account.address })
  const { root, codec } = artifactsDigest(submission.artifacts)
  const receipt = await sendTransaction(
    chain,
    account,
    {
      address: chain.addresses.modelRegistry,
      abi: modelRegistryAbi,
      functionName: 'submitVersion',
      args: [
        {
          communityId: submission.communityId,
          slug: submission.slug,
          manifestHash: ids.manifestHash,
          artifactsRoot: root,
          artifactsCodec: codec,
          parent: submission.parent ?? zeroHash,
          policyId: manifest.policy.policyId as Hex,
          totalBytes: manifest.files.reduce((sum, file) => sum + BigInt(file.size), 0n),
          notBefore: submission.notBefore ?? 0,
          expiresAt: submission.expiresAt ?? 0,
        },
      ],
    },
    'submitting the version',
  )
  const submitted = parseEventLogs({
    abi: modelRegistryAbi,
    eventName: 'VersionSubmitted',
    logs: receipt.logs,
  })[0]
  if (submitted?.args.versionId !== ids.versionId) {
    throw new ChainError('The registry recorded another version than the one submitted.', {
      code: 'transaction_failed',
      details: {
        expected: ids.versionId,
        actual: submitted?.args.versionId,
        transaction: receipt.transactionHash,
      },
      next: 'This program and the contracts disagree: use the versions that belong together.',
    })
  }
  return { ...ids, transaction: receipt.transactionHash, block: receipt.blockNumber }
}
