import { cache } from 'react'
import { z } from 'zod'
import { serverConfig } from '@/lib/config/serverConfig'
import { queryIndex } from '@/lib/index/queryIndex'
import { genuineModel, type IndexedModel, modelFields, modelSchema } from './versionFields'

const document = /* GraphQL */ `
  query Models($community: Bytes!) {
    models(first: 100, orderBy: createdAt, orderDirection: desc, where: { community: $community }) {
      ...ModelFields
    }
  }
  ${modelFields}
`

const schema = z.object({ models: z.array(modelSchema) })

/**
 * The models that were submitted to this community, the newest first.
 *
 * @throws IndexError
 */
export const listModels: () => Promise<IndexedModel[]> = cache(async () => {
  const { communityId } = await serverConfig()
  const { models } = await queryIndex(document, { community: communityId }, schema)
  return models.flatMap((model) => genuineModel(communityId, model) ?? [])
})
