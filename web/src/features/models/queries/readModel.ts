import { modelId } from '@commonweal/sdk/identifiers/modelId'
import { z } from 'zod'
import { serverConfig } from '@/lib/config/serverConfig'
import { queryIndex } from '@/lib/index/queryIndex'
import { genuineModel, type IndexedModel, modelFields, modelSchema } from './versionFields'

const document = /* GraphQL */ `
  query Model($id: ID!) {
    model(id: $id) {
      ...ModelFields
    }
  }
  ${modelFields}
`

const schema = z.object({ model: modelSchema.nullable() })

/**
 * One model of this community by its slug; null where the index knows none.
 *
 * @throws IndexError
 */
export async function readModel(slug: string): Promise<IndexedModel | null> {
  const { communityId } = await serverConfig()
  let id: string
  try {
    id = modelId(communityId, slug)
  } catch {
    return null
  }
  const { model } = await queryIndex(document, { id }, schema)
  return model === null ? null : genuineModel(communityId, model)
}
