import { GraphQLClient, type Variables } from 'graphql-request'
import type { z } from 'zod'
import { serverConfig } from '@/lib/config/serverConfig'
import { IndexError } from './IndexError'

/**
 * Asks the index. What it answers is checked for its shape; whether it is true is for the chain to say.
 *
 * @throws IndexError `index_unreachable` or `index_malformed`.
 */
export async function queryIndex<Schema extends z.ZodType>(
  document: string,
  variables: Variables,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { subgraphUrl } = await serverConfig()
  let data: unknown
  try {
    const client = new GraphQLClient(subgraphUrl, {
      // Each request gives up by itself, so that a page is never held by the index.
      fetch: (input: RequestInfo | URL, init?: RequestInit) =>
        fetch(input, { ...init, cache: 'no-store', signal: AbortSignal.timeout(8_000) }),
    })
    data = await client.request(document, variables)
  } catch (cause) {
    throw new IndexError('The index does not answer.', {
      code: 'index_unreachable',
      next: 'Wait a moment; the chain itself is not affected.',
      cause,
    })
  }
  const parsed = schema.safeParse(data)
  if (!parsed.success) {
    throw new IndexError('The index answered in a shape that is not known here.', {
      code: 'index_malformed',
      details: { issues: parsed.error.issues.slice(0, 5) },
      next: 'Check that the index and the web app are of the same version.',
      cause: parsed.error,
    })
  }
  return parsed.data
}
