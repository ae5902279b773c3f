import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Part, startPart } from '../startPart.ts'
import type { Reaper } from '../startReaper.ts'
import { waitFor } from '../waitFor.ts'

/** Starts graph-node with its database and waits until it has read every block there is. */
export async function startIndexer({
  root,
  state,
  logs,
  port,
  chainUrl,
  chainId,
  ipfsUrl,
  reaper,
  signal,
}: {
  root: string
  state: string
  logs: string
  port: number
  chainUrl: string
  chainId: number
  ipfsUrl: string
  reaper: Reaper
  signal: AbortSignal
}): Promise<Part & { subgraphUrl: string }> {
  const part = startPart(
    {
      name: 'indexer',
      command: process.execPath,
      args: [
        join(root, 'scripts/src/indexer/main.ts'),
        ...['--state', state, '--rpc', chainUrl, '--ipfs', ipfsUrl],
        ...['--port', String(port), '--chain-id', String(chainId)],
      ],
      logs,
      graceMs: 20_000,
    },
    reaper,
  )
  const subgraphUrl = await waitFor(
    part,
    async () => {
      const line = /^\{"ready":true.*\}$/m.exec(readFileSync(part.logPath, 'utf8'))?.[0]
      return line ? (JSON.parse(line) as { subgraphUrl: string }).subgraphUrl : undefined
    },
    { seconds: 240, signal },
  )
  return { ...part, subgraphUrl }
}
