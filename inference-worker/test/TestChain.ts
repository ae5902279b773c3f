import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { artifactsDigest } from '@commonweal/sdk/artifacts/artifactsDigest'
import type { CID } from 'multiformats/cid'
import {
  type Address,
  createTestClient,
  type Hex,
  http,
  keccak256,
  parseEventLogs,
  publicActions,
  toHex,
  walletActions,
  zeroHash,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import type { TinyBundle } from './tinyBundle.ts'
import { sha256Hex } from './tinyBundle.ts'

const require = createRequire(import.meta.url)
const repository = fileURLToPath(new URL('../../', import.meta.url))
/** The public phrase every local chain knows; its accounts own nothing anywhere else. */
const phrase = 'test test test test test test test test test test test junk'
const account = (index: number) => mnemonicToAccount(phrase, { addressIndex: index })

export interface TestCommunity {
  communityId: Hex
  timelock: Address
  membership: Address
}

/** A fresh anvil with the real contracts on it. Acts as a community's timelock instead of voting. */
export class TestChain {
  readonly url: string
  readonly port: number
  readonly client
  readonly addresses: { communityRegistry: Address; communityFactory: Address; modelRegistry: Address }
  readonly #process: ChildProcess
  readonly #folder: string
  #salts = 0

  private constructor(
    port: number,
    process: ChildProcess,
    folder: string,
    addresses: TestChain['addresses'],
  ) {
    this.port = port
    this.url = `http://127.0.0.1:${port}`
    this.client = clientOf(this.url)
    this.addresses = addresses
    this.#process = process
    this.#folder = folder
  }

  static async start(chainId = 31337): Promise<TestChain> {
    const folder = await mkdtemp(join(tmpdir(), 'commonweal-chain-'))
    const { child, port } = await startAnvil(chainId)
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        join(repository, 'contracts/scripts/deploy.ts'),
        '--rpc',
        `http://127.0.0.1:${port}`,
        '--deployment-dir',
        join(folder, 'deployment'),
      ],
      { env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' } },
    )
    return new TestChain(port, child, folder, JSON.parse(stdout.trim().split('\n').at(-1) as string))
  }

  async stop(): Promise<void> {
    await end(this.#process)
    await rm(this.#folder, { recursive: true, force: true })
  }

  async found(name = 'Test'): Promise<TestCommunity> {
    const hash = await this.client.writeContract({
      account: account(0),
      address: this.addresses.communityFactory,
      abi: communityFactoryAbi,
      functionName: 'found',
      args: [
        {
          salt: keccak256(toHex(++this.#salts)),
          name,
          charterDigest: keccak256(toHex(name)),
          charterURI: '',
          founders: [1, 2, 3].map((index) => ({
            account: account(index).address,
            roles: index === 1 ? 2 : 0,
          })),
          governor: {
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
        },
      ],
    })
    const receipt = await this.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
    const { communityRegistryAbi } = await import('@commonweal/contracts/abi/CommunityRegistry')
    const [log] = parseEventLogs({
      abi: communityRegistryAbi,
      eventName: 'CommunityFounded',
      logs: receipt.logs,
    })
    if (log === undefined) throw new Error('no CommunityFounded')
    const { communityId, authority, membership } = log.args
    await this.client.setBalance({ address: authority, value: 10n ** 18n })
    await this.client.impersonateAccount({ address: authority })
    return { communityId, timelock: authority, membership }
  }

  /** Puts a version on record, as a contributor does. `over` replaces fields, to make it wrong on purpose. */
  async submit(
    community: TestCommunity,
    slug: string,
    bundle: Pick<TinyBundle, 'manifestBytes'> & { totalBytes: number },
    root: CID,
    over: Partial<{
      notBefore: number
      expiresAt: number
      policyId: Hex
      totalBytes: bigint
      artifactsCodec: bigint
    }> = {},
  ): Promise<Hex> {
    const { root: artifactsRoot, codec } = artifactsDigest(root)
    const hash = await this.client.writeContract({
      account: account(6),
      address: this.addresses.modelRegistry,
      abi: modelRegistryAbi,
      functionName: 'submitVersion',
      args: [
        {
          communityId: community.communityId,
          slug,
          manifestHash: `0x${sha256Hex(bundle.manifestBytes)}`,
          artifactsRoot,
          artifactsCodec: codec,
          parent: zeroHash,
          policyId: zeroHash,
          totalBytes: BigInt(bundle.totalBytes),
          notBefore: 0,
          expiresAt: 0,
          ...over,
        },
      ],
    })
    const receipt = await this.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
    const [log] = parseEventLogs({ abi: modelRegistryAbi, eventName: 'VersionSubmitted', logs: receipt.logs })
    if (log === undefined) throw new Error('no VersionSubmitted')
    return log.args.versionId
  }

  approve(community: TestCommunity, versionId: Hex, policyId: Hex = zeroHash) {
    return this.#act(community, 'approve', [community.communityId, versionId, policyId])
  }

  suspend(community: TestCommunity, versionId: Hex, reason = 'harm') {
    return this.#act(community, 'suspend', [community.communityId, versionId, reason])
  }

  restore(community: TestCommunity, versionId: Hex) {
    return this.#act(community, 'restore', [community.communityId, versionId])
  }

  revoke(community: TestCommunity, versionId: Hex, reason = 'it was wrong') {
    return this.#act(community, 'revoke', [community.communityId, versionId, reason])
  }

  /** Mines until what has happened so far is final. */
  async finalize(): Promise<void> {
    await this.client.mine({ blocks: 3 })
  }

  async #act(community: TestCommunity, functionName: string, args: unknown[]): Promise<Hex> {
    const hash = await this.client.writeContract({
      account: community.timelock,
      address: this.addresses.modelRegistry,
      abi: modelRegistryAbi,
      functionName,
      args,
    } as never)
    const receipt = await this.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
    if (receipt.status !== 'success') throw new Error(`${functionName} reverted`)
    return hash
  }
}

function clientOf(url: string) {
  return createTestClient({ chain: foundry, mode: 'anvil', transport: http(url), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions)
}

/** Starts anvil on a port of its own choosing. */
export async function startAnvil(
  chainId: number,
  extra: string[] = [],
): Promise<{ child: ChildProcess; port: number }> {
  const binary = join(dirname(require.resolve('@foundry-rs/anvil/package.json')), '../../.bin/anvil')
  const child = spawn(
    binary,
    [
      '--port',
      '0',
      '--chain-id',
      String(chainId),
      '--block-time',
      '1',
      '--mixed-mining',
      '--slots-in-an-epoch',
      '1',
      ...extra,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const port = await new Promise<number>((resolve, reject) => {
    let text = ''
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${text}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      text = (text + chunk).slice(-8192)
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(text)
      if (found) resolve(Number(found[1]))
    })
  })
  return { child, port }
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
