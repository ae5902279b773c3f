import { cache } from 'react'
import { z } from 'zod'
import { queryIndex } from './queryIndex'
import { whole } from './scalars'

const document = /* GraphQL */ `
  query IndexHead {
    _meta {
      hasIndexingErrors
      block {
        number
        timestamp
      }
    }
  }
`

const schema = z.object({
  _meta: z.object({
    hasIndexingErrors: z.boolean(),
    block: z.object({ number: whole, timestamp: whole.nullable() }),
  }),
})

/** How far the index has read. `timestamp` in Unix seconds; null where the index does not know it. */
export type IndexHead = { number: number; timestamp: number | null; broken: boolean }

/** @throws IndexError where the index does not answer. */
export const readIndexHead: () => Promise<IndexHead> = cache(async () => {
  const { _meta } = await queryIndex(document, {}, schema)
  return { ..._meta.block, broken: _meta.hasIndexingErrors }
})
