import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Part, startPart } from '../startPart.ts'
import type { Reaper } from '../startReaper.ts'
import { waitFor } from '../waitFor.ts'

/** Starts the built web app. Everything it has to know about the stack is given at run time. */
export async function startWeb({
  root,
  logs,
  port,
  chainUrl,
  chainId,
  subgraphUrl,
  workerUrl,
  gatewayUrl,
  communityId,
  reaper,
  signal,
}: {
  root: string
  logs: string
  port: number
  chainUrl: string
  chainId: number
  subgraphUrl: string
  workerUrl: string
  gatewayUrl: string
  communityId: string
  reaper: Reaper
  signal: AbortSignal
}): Promise<Part & { url: string }> {
  const url = `http://127.0.0.1:${port}`
  const folder = join(root, 'web')
  const part = startPart(
    {
      name: 'web app',
      command: process.execPath,
      args: [
        createRequire(join(folder, 'package.json')).resolve('next/dist/bin/next'),
        ...['start', '--hostname', '127.0.0.1', '--port', String(port)],
      ],
      cwd: folder,
      env: {
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        COMMONWEAL_RPC_URL: chainUrl,
        COMMONWEAL_CHAIN_ID: String(chainId),
        COMMONWEAL_SUBGRAPH_URL: subgraphUrl,
        COMMONWEAL_WORKER_URL: workerUrl,
        COMMONWEAL_IPFS_GATEWAY_URL: gatewayUrl,
        COMMONWEAL_COMMUNITY: communityId,
        COMMONWEAL_DEVELOPMENT: '1',
      },
      logs,
    },
    reaper,
  )
  await waitFor(
    part,
    async (probe) => {
      const response = await fetch(url, { signal: probe })
      if (response.ok) return true
      throw new Error(`The first page answers ${response.status}.`)
    },
    { seconds: 90, signal },
  )
  return { ...part, url }
}
