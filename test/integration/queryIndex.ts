import { expect } from 'vitest'
import type { Stack } from '../stack.ts'
import { openChain } from './openChain.ts'

/**
 * Asks the subgraph, once it has read every block that there is now.
 *
 * @throws with what GraphQL said
 */
export async function queryIndex<T>(stack: Stack, query: string): Promise<T> {
  const head = await openChain(stack).getBlockNumber()
  await expect
    .poll(
      async () =>
        (await post<{ _meta: { block: { number: number } } }>(stack, '{ _meta { block { number } } }'))._meta
          .block.number,
    )
    .toBeGreaterThanOrEqual(Number(head))
  return post<T>(stack, query)
}

async function post<T>(stack: Stack, query: string): Promise<T> {
  const response = await fetch(stack.subgraphUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] }
  if (data === undefined || errors !== undefined) throw new Error(`The index says: ${JSON.stringify(errors)}`)
  return data
}
