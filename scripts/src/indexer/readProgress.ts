import { z } from 'zod'
import { postJson, type Server } from './postJson.ts'

/** How far graph-node is with the subgraph. */
export interface Progress {
  /** Number of the newest block in the index; undefined before the first. */
  block: number | undefined
  /** What stopped the indexing for good. */
  fatal: string | undefined
}

const QUERY = `{ indexingStatuses {
  health fatalError { message handler block { number } } chains { latestBlock { number } } } }`

const answerSchema = z.object({
  data: z.object({
    indexingStatuses: z.array(
      z.object({
        health: z.string(),
        fatalError: z
          .object({
            message: z.string(),
            handler: z.string().nullish(),
            block: z.object({ number: z.string() }).nullish(),
          })
          .nullish(),
        chains: z.array(z.object({ latestBlock: z.object({ number: z.string() }).nullish() })),
      }),
    ),
  }),
})

const TIMEOUT_MS = 5_000

/**
 * Asks graph-node's index server how far it is.
 * @returns undefined while nothing is deployed.
 * @throws Error where it does not answer.
 */
export async function readProgress(server: Server): Promise<Progress | undefined> {
  const answer = answerSchema.parse(await postJson(server, '/graphql', { query: QUERY }, TIMEOUT_MS))
  const status = answer.data.indexingStatuses[0]
  if (status === undefined) return undefined
  const block = status.chains[0]?.latestBlock?.number
  const error = status.fatalError
  return {
    block: block === undefined ? undefined : Number(block),
    fatal: status.health === 'failed' ? describe(error) : undefined,
  }
}

function describe(
  error: { message: string; handler?: string | null; block?: { number: string } | null } | null | undefined,
): string {
  if (error == null) return 'no reason given'
  const where = [error.handler, error.block && `block ${error.block.number}`].filter(Boolean).join(', ')
  return where === '' ? error.message : `${error.message} (${where})`
}
