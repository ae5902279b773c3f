import { z } from 'zod'
import { serverConfig } from '@/lib/config/serverConfig'
import { queryIndex } from '@/lib/index/queryIndex'
import { address, bigint, bytes32, whole } from '@/lib/index/scalars'

const document = /* GraphQL */ `
  query Community($id: ID!) {
    community(id: $id) {
      name
      charterDigest
      charterURI
      memberCount
      members(first: 1000, orderBy: memberId, orderDirection: asc) {
        memberId
        account
        roles
        joinedAt
        leftAt
        removed
        departureReason
        barred
        barReason
      }
    }
  }
`

const schema = z.object({
  community: z
    .object({
      name: z.string(),
      charterDigest: bytes32,
      charterURI: z.string(),
      memberCount: whole,
      members: z.array(
        z.object({
          memberId: bigint,
          account: address,
          roles: z.int(),
          joinedAt: whole,
          leftAt: whole.nullable(),
          removed: z.boolean(),
          departureReason: z.string().nullable(),
          barred: z.boolean(),
          barReason: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
})

/** A community with its members, present and past; null where the index does not know it. */
export type IndexedCommunity = NonNullable<z.output<typeof schema>['community']>

/** @throws IndexError */
export async function readCommunityPage(): Promise<IndexedCommunity | null> {
  const { communityId } = await serverConfig()
  return (await queryIndex(document, { id: communityId }, schema)).community
}
