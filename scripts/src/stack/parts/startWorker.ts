import { join } from 'node:path'
import { type Part, startPart } from '../startPart.ts'
import type { Reaper } from '../startReaper.ts'
import { waitFor } from '../waitFor.ts'

/** Starts the community's inference worker; it serves nothing until the community approves something. */
export async function startWorker({
  root,
  state,
  logs,
  port,
  chainUrl,
  chainId,
  communityId,
  gatewayUrl,
  allowedOrigins,
  reaper,
  signal,
}: {
  root: string
  state: string
  logs: string
  port: number
  chainUrl: string
  chainId: number
  communityId: string
  gatewayUrl: string
  allowedOrigins: readonly string[]
  reaper: Reaper
  signal: AbortSignal
}): Promise<Part & { url: string }> {
  const url = `http://127.0.0.1:${port}`
  const part = startPart(
    {
      name: 'worker',
      command: process.execPath,
      args: [join(root, 'inference-worker/src/main.ts')],
      env: {
        COMMONWEAL_RPC_URLS: chainUrl,
        COMMONWEAL_CHAIN_ID: String(chainId),
        COMMONWEAL_COMMUNITY: communityId,
        COMMONWEAL_DATA_DIR: join(state, 'worker'),
        COMMONWEAL_HOST: '127.0.0.1',
        COMMONWEAL_WORKER_PORT: String(port),
        COMMONWEAL_IPFS_GATEWAYS: gatewayUrl,
        COMMONWEAL_ALLOWED_ORIGINS: allowedOrigins.join(','),
      },
      logs,
      graceMs: 15_000,
    },
    reaper,
  )
  await waitFor(
    part,
    async (probe) => {
      const response = await fetch(`${url}/healthz`, { signal: probe })
      if (response.ok) return true
      throw new Error(`/healthz answers ${response.status}: ${(await response.text()).slice(0, 300)}`)
    },
    { seconds: 90, signal },
  )
  return { ...part, url }
}
