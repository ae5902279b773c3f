import { modelId } from '@commonweal/sdk/identifiers/modelId'
import { versionId } from '@commonweal/sdk/identifiers/versionId'
import type { Hex } from 'viem'
import { z } from 'zod'
import { address, bigint, bytes32, whole } from '@/lib/index/scalars'

/** The fields of a version that lists and pages show. */
export const versionFields = /* GraphQL */ `
  fragment VersionFields on Version {
    id
    contributor
    manifestHash
    artifactsRoot
    artifactsCodec
    policyId
    totalBytes
    notBefore
    expiresAt
    submittedAt
    withdrawnAt
    parent {
      id
    }
    history(first: 100, orderBy: at, orderDirection: asc) {
      id
      community {
        id
      }
      status
      by
      reason
      at
      block
      transaction
      proposal {
        proposalId
      }
    }
  }
`

/** See {@link versionFields}. Times in Unix seconds. */
export const versionSchema = z.object({
  id: bytes32,
  contributor: address,
  manifestHash: bytes32,
  artifactsRoot: bytes32,
  artifactsCodec: whole,
  policyId: bytes32,
  totalBytes: whole,
  notBefore: whole.nullable(),
  expiresAt: whole.nullable(),
  submittedAt: whole,
  withdrawnAt: whole.nullable(),
  parent: z.object({ id: bytes32 }).nullable(),
  history: z.array(
    z.object({
      id: z.string(),
      community: z.object({ id: bytes32 }),
      status: z.enum(['SUBMITTED', 'APPROVED', 'SUSPENDED', 'RESTORED', 'REVOKED', 'WITHDRAWN']),
      by: address,
      reason: z.string().nullable(),
      at: whole,
      block: bigint,
      transaction: bytes32,
      proposal: z.object({ proposalId: bigint }).nullable(),
    }),
  ),
})

/** A model with its versions, the oldest first: a version's number is its place in this order. */
export const modelFields = /* GraphQL */ `
  fragment ModelFields on Model {
    id
    slug
    createdAt
    versions(first: 200, orderBy: submittedAt, orderDirection: asc) {
      ...VersionFields
    }
  }
  ${versionFields}
`

/** See {@link modelFields}. */
export const modelSchema = z.object({
  id: bytes32,
  slug: z.string(),
  createdAt: whole,
  versions: z.array(versionSchema),
})

/** A version as the index has it. */
export type IndexedVersion = z.output<typeof versionSchema> & {
  /** 1 for the first that was submitted. */
  number: number
}
/** A model as the index has it. */
export type IndexedModel = Omit<z.output<typeof modelSchema>, 'versions'> & { versions: IndexedVersion[] }

/**
 * Numbers a model's versions and leaves out what does not hash to its own id: names and manifests are bound to ids by
 * the registry's formulas, so the index cannot pass one version off as another.
 */
export function genuineModel(communityId: Hex, model: z.output<typeof modelSchema>): IndexedModel | null {
  try {
    if (modelId(communityId, model.slug) !== model.id) return null
  } catch {
    return null
  }
  return {
    ...model,
    versions: model.versions
      .map((version, position) => ({ ...version, number: position + 1 }))
      .filter((version) => versionId(model.id, version.manifestHash, version.contributor) === version.id),
  }
}
