import { cache } from 'react'
import { z } from 'zod'
import { serverConfig } from '@/lib/config/serverConfig'
import { queryIndex } from '@/lib/index/queryIndex'

const document = /* GraphQL */ `
  query CommunityName($id: ID!) {
    community(id: $id) {
      name
    }
  }
`
const schema = z.object({ community: z.object({ name: z.string() }).nullable() })

/**
 * What the community calls itself; null where the index does not know it.
 *
 * @throws IndexError
 */
export const readCommunityName: () => Promise<string | null> = cache(async () => {
  const { communityId } = await serverConfig()
  return (await queryIndex(document, { id: communityId }, schema)).community?.name ?? null
})
