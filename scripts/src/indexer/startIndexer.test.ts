import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import http from 'node:http'
import { createRequire } from 'node:module'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { addresses } from '@commonweal/contracts/addresses'
import { leaveRuntimeFolder, runtimeFolder } from '@commonweal/subgraph/runtime/postgres/runtimeFolder'
import {
  type Address,
  createTestClient,
  type Hex,
  http as httpTransport,
  parseEther,
  publicActions,
  sha256,
  walletActions,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { foundCommunity } from '../actions/foundCommunity.ts'
import { openChain } from '../actions/openChain.ts'
import { type IndexerOptions, startIndexer } from './startIndexer.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const DEPLOY = fileURLToPath(new URL('../../../contracts/scripts/deploy.ts', import.meta.url))
const CHAIN_ID = 31337
/** A public development phrase: worth nothing anywhere. */
const PHRASE = 'test test test test test test test test test test test junk'

let folder: string
let anvil: ChildProcess
let rpcUrl: string
let gateway: http.Server
let ipfsUrl: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cw-indexer-'))
  // What graph-node asks of a gateway at its start; it reads nothing more from IPFS for this subgraph.
  gateway = http.createServer((request, response) => {
    response.writeHead(request.method === 'HEAD' ? 412 : 404).end()
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  ipfsUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  const port = await freePort()
  rpcUrl = `http://127.0.0.1:${port}`
  const flags = ['--port', String(port), '--block-time', '1', '--mixed-mining', '--slots-in-an-epoch', '1']
  anvil = spawn(anvilPath(), flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  await lineMatching(anvil, /Listening on/)
  await promisify(execFile)(process.execPath, [
    DEPLOY,
    '--rpc',
    rpcUrl,
    '--deployment-dir',
    path.join(folder, 'deployment'),
  ])
}, 120_000)

afterAll(async () => {
  anvil.kill()
  gateway.close()
  await rm(folder, { recursive: true, force: true })
})

describe('startIndexer', () => {
  it('refuses what it cannot work with, by name', async () => {
    await expect(startIndexer(options({ rpcUrl: 'https://127.0.0.1:1' }))).rejects.toMatchObject({
      code: 'url_unsupported',
    })
    const nobody = `http://127.0.0.1:${await freePort()}`
    await expect(startIndexer(options({ rpcUrl: nobody }))).rejects.toMatchObject({
      code: 'rpc_unreachable',
      message: expect.stringContaining(nobody),
    })
    await expect(startIndexer(options({ chainId: 1 }))).rejects.toMatchObject({ code: 'wrong_chain' })
    await expect(startIndexer(options({ ipfsUrl: nobody }))).rejects.toMatchObject({
      code: 'ipfs_unreachable',
    })
    await expect(startIndexer(options({ port: Number(new URL(ipfsUrl).port) }))).rejects.toMatchObject({
      code: 'port_in_use',
    })
    expect(await processesOf(stateDir('refused'))).toEqual([])
  }, 60_000)

  it('shows a community founded on the chain, founders of the same transaction included, and again after a restart', async () => {
    const indexer = await startIndexer(options({ stateDir: stateDir('kept') }))
    let communityId: Hex
    try {
      const running = await processesOf(stateDir('kept'))
      expect(running.filter(({ command }) => command.includes('gnd dev'))).toHaveLength(1)
      expect(await openPortsOf(running)).toEqual([])

      communityId = (await found('River')).communityId
      await vi.waitFor(
        async () => {
          expect(await ask(indexer.subgraphUrl, communityId)).toEqual({
            name: 'River',
            memberCount: 3,
            members: [1, 2, 3].map((index) => ({
              memberId: String(index),
              account: account(index).toLowerCase(),
            })),
          })
        },
        { timeout: 20_000, interval: 100 },
      )
    } finally {
      await indexer.stop()
    }
    expect(await processesOf(stateDir('kept'))).toEqual([])

    const again = await startIndexer(options({ stateDir: stateDir('kept') }))
    try {
      // Without waiting: a started indexer has read all there is.
      expect(await ask(again.subgraphUrl, communityId)).toMatchObject({ name: 'River', memberCount: 3 })
    } finally {
      await again.stop()
    }
  }, 120_000)

  it('shows a round of funding on the terms that it was opened on', async () => {
    const indexer = await startIndexer(options({ stateDir: stateDir('round') }))
    try {
      const home = await found('Home')
      const other = await found('Other')
      const { roundId, terms } = await openRound(home.timelock, home.communityId, [other.communityId])
      const query = `{ fundingRound(id: "${roundId}") { community { name } communities(orderBy: name) { name } communityIds token givingFrom givingUntil
        reviewUntil expiresAt cap minGift leastPool deposit householdBound undoPeriod scaleUp document outcome } }`
      await vi.waitFor(
        async () =>
          expect(await answer(indexer.subgraphUrl, query)).toEqual({
            fundingRound: {
              community: { name: 'Home' },
              communities: [{ name: 'Home' }, { name: 'Other' }],
              communityIds: [home.communityId, other.communityId],
              token: terms.token.toLowerCase(),
              givingFrom: String(terms.givingFrom),
              givingUntil: String(terms.givingUntil),
              reviewUntil: String(terms.reviewUntil),
              expiresAt: String(terms.expiresAt),
              cap: String(terms.cap),
              minGift: String(terms.minGift),
              leastPool: String(terms.leastPool),
              deposit: String(terms.deposit),
              householdBound: String(terms.householdBound),
              undoPeriod: String(terms.undoPeriod),
              scaleUp: true,
              document: terms.document,
              outcome: 'OPEN',
            },
          }),
        { timeout: 20_000, interval: 100 },
      )
    } finally {
      await indexer.stop()
    }
  }, 120_000)

  it('follows the chain when blocks are taken back', async () => {
    const indexer = await startIndexer(options({ stateDir: stateDir('reorganised') }))
    try {
      const client = createTestClient({ mode: 'anvil', transport: httpTransport(rpcUrl) })
      const snapshot = await client.snapshot()
      const { communityId } = await found('Taken back')
      await vi.waitFor(
        async () => expect(await ask(indexer.subgraphUrl, communityId)).toMatchObject({ name: 'Taken back' }),
        { timeout: 20_000, interval: 100 },
      )
      await client.revert({ id: snapshot })
      await client.mine({ blocks: 4 })
      await vi.waitFor(async () => expect(await ask(indexer.subgraphUrl, communityId)).toBeNull(), {
        timeout: 30_000,
        interval: 100,
      })
    } finally {
      await indexer.stop()
    }
  }, 120_000)
})

describe('the indexer as a process', () => {
  it('prints one ready line, ends on SIGTERM with status 0, and leaves nothing running', async () => {
    const { child, ready } = start('asked')
    const { url, subgraphUrl } = JSON.parse(await ready)
    expect(subgraphUrl).toBe(`${url}/subgraphs/name/commonweal`)
    expect((await processesOf(stateDir('asked'))).length).toBeGreaterThan(2)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await processesOf(stateDir('asked'))).toEqual([])
  }, 120_000)

  it('leaves nothing running when it is killed outright, and starts again from what it left', async () => {
    const { child, ready } = start('killed')
    await ready
    child.kill('SIGKILL')
    await vi.waitFor(async () => expect(await processesOf(stateDir('killed'))).toEqual([]), {
      timeout: 20_000,
      interval: 100,
    })
    const next = start('killed')
    await next.ready
    next.child.kill('SIGTERM')
    expect(await once(next.child, 'exit')).toEqual([0, null])
  }, 120_000)

  it('stops a database that a killed run left behind', async () => {
    const { child, ready } = start('orphan')
    await ready
    const running = await processesOf(stateDir('orphan'))
    const keeper = running.find(({ command }) => command.includes('keep.ts'))
    process.kill(keeper?.pid as number, 'SIGKILL')
    child.kill('SIGKILL')
    const next = start('orphan')
    await next.ready
    next.child.kill('SIGTERM')
    expect(await once(next.child, 'exit')).toEqual([0, null])
    expect(await processesOf(stateDir('orphan'))).toEqual([])
  }, 120_000)

  it('ends with its parent', async () => {
    const line = JSON.stringify([MAIN, ...flags('parent')])
    const script = `const {spawn} = require('node:child_process')
      spawn(process.execPath, ${line}, { stdio: ['ignore', 'inherit', 'inherit'] }); setInterval(() => {}, 1000)`
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
    await lineMatching(parent, /"ready":true/)
    parent.kill('SIGKILL')
    await vi.waitFor(async () => expect(await processesOf(stateDir('parent'))).toEqual([]), {
      timeout: 20_000,
      interval: 100,
    })
  }, 120_000)

  it.each([
    ['the database', /^\/\S+\/bin\/postgres -D/, /postgres_failed: |graph_node_failed: /],
    ["the database's keeper", /keep\.ts/, /postgres_failed: /],
    ['graph-node', /^\S+\/gnd dev/, /graph_node_failed: .*\n[\s\S]*SIGKILL/],
  ])(
    'names what died, %s, with its last words, and ends with status 1',
    async (_, program, words) => {
      const { child, ready, errors } = start('broken')
      await ready
      const victim = (await processesOf(stateDir('broken'))).find(({ command }) => program.test(command))
      process.kill(victim?.pid as number, 'SIGKILL')
      expect(await once(child, 'exit')).toEqual([1, null])
      expect(errors()).toMatch(words)
      expect(errors()).toMatch(/^Next: /m)
      expect(await processesOf(stateDir('broken'))).toEqual([])
    },
    120_000,
  )
})

function stateDir(name: string): string {
  return path.join(folder, name)
}

function options(more: Partial<IndexerOptions>): IndexerOptions {
  return {
    stateDir: stateDir('refused'),
    rpcUrl,
    ipfsUrl,
    port: 0,
    chainId: CHAIN_ID,
    log: () => {},
    ...more,
  }
}

function flags(name: string): string[] {
  return ['--state', stateDir(name), '--rpc', rpcUrl, '--ipfs', ipfsUrl, '--port', '0']
}

function start(name: string) {
  const child = spawn(process.execPath, [MAIN, ...flags(name)], { stdio: ['pipe', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk
  })
  return { child, ready: lineMatching(child, /"ready":true/, () => errors), errors: () => errors }
}

async function lineMatching(child: ChildProcess, pattern: RegExp, errors = () => ''): Promise<string> {
  if (child.stdout === null) throw new Error('no output to read')
  for await (const line of createInterface({ input: child.stdout })) {
    if (pattern.test(line)) return line
  }
  throw new Error(`It ended before saying ${pattern}:\n${errors()}`)
}

function account(index: number): Address {
  return mnemonicToAccount(PHRASE, { addressIndex: index }).address
}

async function found(name: string) {
  const chain = await openChain({ rpcUrl, chainId: CHAIN_ID })
  return foundCommunity(chain, mnemonicToAccount(PHRASE, { addressIndex: 0 }), {
    name,
    charterDigest: `0x${'11'.repeat(32)}`,
    charterURI: 'ipfs://charter',
    founders: [1, 2, 3].map((index) => ({ account: account(index), roles: [] })),
    settings: {
      votingDelay: 60,
      votingPeriod: 86_400,
      lateQuorumVoteExtension: 0,
      quorumBps: 4_000,
      minimumVoters: 2,
      proposalThreshold: 1,
      reproposalCooldown: 0,
      superMajorityBps: 6_667,
    },
    membership: { vouching: { needed: 0, period: 0 }, recoveryDelay: 86_400 },
    council: { consentThreshold: 1, vetoThreshold: 1, vetoTerm: 0 },
    treasury: { capBps: 10_000, period: 86_400 },
    timelockDelay: 3_600,
  })
}

/** As the community's authority, which takes a vote otherwise. */
async function openRound(authority: Address, communityId: Hex, others: Hex[]) {
  const client = createTestClient({ mode: 'anvil', transport: httpTransport(rpcUrl) })
    .extend(publicActions)
    .extend(walletActions)
  const { quadraticFunding: address, communityRegistry } = addresses[CHAIN_ID] ?? {}
  if (address === undefined || communityRegistry === undefined) throw new Error('no addresses')
  const salt = sha256('0x01')
  const now = Number((await client.getBlock()).timestamp)
  const terms = {
    communityId,
    others,
    // Nothing is paid: it only has to be a contract.
    token: communityRegistry,
    givingFrom: now + 1_000,
    givingUntil: now + 2_000,
    reviewUntil: now + 3_000,
    expiresAt: now + 4_000,
    cap: 2n ** 128n - 1n,
    minGift: 2n ** 96n - 1n,
    leastPool: 2n ** 128n - 2n,
    deposit: 2n ** 96n - 2n,
    householdBound: 2n ** 128n - 3n,
    undoPeriod: 2 ** 32 - 1,
    scaleUp: true,
    document: sha256('0x02'),
  }
  await client.impersonateAccount({ address: authority })
  await client.setBalance({ address: authority, value: parseEther('1') })
  const hash = await client.writeContract({
    chain: null,
    account: authority,
    address,
    abi: quadraticFundingAbi,
    functionName: 'openRound',
    args: [salt, terms],
  })
  const { status } = await client.waitForTransactionReceipt({ hash })
  expect(status).toBe('success')
  const roundId = await client.readContract({
    address,
    abi: quadraticFundingAbi,
    functionName: 'roundIdFor',
    args: [communityId, salt],
  })
  return { roundId, terms }
}

async function ask(subgraphUrl: string, communityId: Hex): Promise<unknown> {
  const query = `{ community(id: "${communityId}") { name memberCount members(orderBy: memberId) { memberId account } } }`
  return ((await answer(subgraphUrl, query)) as { community: unknown }).community
}

async function answer(subgraphUrl: string, query: string): Promise<unknown> {
  const response = await fetch(subgraphUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return ((await response.json()) as { data: unknown }).data
}

async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function anvilPath(): string {
  const require = createRequire(import.meta.url)
  return path.join(path.dirname(require.resolve('@foundry-rs/anvil/package.json')), 'bin.mjs')
}

/** Everything on the machine that was started for this state folder: it says so in its arguments or environment. */
async function processesOf(state: string): Promise<{ pid: number; command: string }[]> {
  const runtime = await runtimeFolder(state)
  await leaveRuntimeFolder(runtime)
  const marks = [state, runtime]
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
      const command = (await read('cmdline')).replaceAll('\0', ' ')
      return { pid, command, words: `${command} ${await read('environ')}` }
    }),
  )
  return found
    .filter(({ pid, words }) => pid !== process.pid && marks.some((mark) => words.includes(mark)))
    .map(({ pid, command }) => ({ pid, command }))
}

/** The TCP ports that these processes listen on in this network namespace. */
async function openPortsOf(processes: { pid: number }[]): Promise<string[]> {
  const inodes = new Set<string>()
  for (const { pid } of processes) {
    for (const name of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${name}`).catch(() => '')
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inode !== undefined) inodes.add(inode)
    }
  }
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')))
  return tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && inodes.has(fields[9] ?? ''))
    .map((fields) => fields[1] ?? '')
}
