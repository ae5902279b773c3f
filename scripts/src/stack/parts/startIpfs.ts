import { join } from 'node:path'
import { type Part, startPart } from '../startPart.ts'
import type { Reaper } from '../startReaper.ts'
import { waitFor } from '../waitFor.ts'

/** Starts the local IPFS node with its gateway and its Kubo-compatible interface. */
export async function startIpfs({
  root,
  state,
  logs,
  gatewayPort,
  rpcPort,
  allowedOrigins,
  reaper,
  signal,
}: {
  root: string
  state: string
  logs: string
  gatewayPort: number
  rpcPort: number
  allowedOrigins: readonly string[]
  reaper: Reaper
  signal: AbortSignal
}): Promise<Part & { gatewayUrl: string; rpcUrl: string }> {
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`
  const rpcUrl = `http://127.0.0.1:${rpcPort}`
  const part = startPart(
    {
      name: 'IPFS',
      command: process.execPath,
      args: [
        join(root, 'scripts/src/ipfs/main.ts'),
        ...['--data', join(state, 'ipfs')],
        ...['--gateway-port', String(gatewayPort), '--rpc-port', String(rpcPort)],
        ...allowedOrigins.flatMap((origin) => ['--allow-origin', origin]),
      ],
      logs,
    },
    reaper,
  )
  // The RPC is opened last: once it answers, the gateway does too.
  await waitFor(
    part,
    async (probe) =>
      (await fetch(`${rpcUrl}/api/v0/version`, { method: 'POST', signal: probe })).ok || undefined,
    { seconds: 60, signal },
  )
  return { ...part, gatewayUrl, rpcUrl }
}
