import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Addresses } from '@commonweal/contracts/addresses'
import type { Timing } from './Progress.ts'

/** What a running stack says about itself, in `<state>/stack.json`. */
export type StackFacts = {
  ready: true
  pid: number
  chainId: number
  rpcUrl: string
  subgraphUrl: string
  ipfsGatewayUrl: string
  ipfsRpcUrl: string
  workerUrl?: string
  webUrl?: string
  addresses: Addresses
  community?: { communityId: string; membership: string; governor: string; timelock: string }
  versionId?: string
  proposalId?: string
  wallets: { name: string; address: string; privateKey: string; roles: readonly string[] }[]
  timings: Timing[]
}

export const stackFilePath = (state: string): string => join(state, 'stack.json')

/** Appears whole or not at all: a reader that sees it can rely on it. */
export function writeStackFile(state: string, facts: StackFacts): void {
  const path = stackFilePath(state)
  const draft = `${path}.draft`
  writeFileSync(draft, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, path)
}

export function removeStackFile(state: string): void {
  rmSync(stackFilePath(state), { force: true })
}
