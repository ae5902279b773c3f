import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Hex } from 'viem'
import { end, root } from './stack.ts'

export type Worker = { url: string; process: ChildProcess; stop(): Promise<void> }

/**
 * Starts an inference worker of the test's own, beside the stack's.
 *
 * @param options.dataDir where it keeps artifacts, receipts and its key
 * @throws when it ends before it listens, with what it logged
 */
export async function startWorker(options: {
  rpcUrls: string[]
  chainId: number
  communityId: Hex
  ipfsGateways: string[]
  dataDir: string
  port: number
}): Promise<Worker> {
  const child = spawn(process.execPath, [join(root, 'inference-worker/src/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      COMMONWEAL_RPC_URLS: options.rpcUrls.join(','),
      COMMONWEAL_CHAIN_ID: String(options.chainId),
      COMMONWEAL_COMMUNITY: options.communityId,
      COMMONWEAL_IPFS_GATEWAYS: options.ipfsGateways.join(','),
      COMMONWEAL_DATA_DIR: options.dataDir,
      COMMONWEAL_HOST: '127.0.0.1',
      COMMONWEAL_WORKER_PORT: String(options.port),
    },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-8_000)
    })
  }
  const url = `http://127.0.0.1:${options.port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The worker ended with ${child.exitCode}:\n${log}`)
    const answered = await fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    )
    if (answered) return { url, process: child, stop: () => end(child) }
    await delay(100)
  }
}
