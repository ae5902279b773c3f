import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { federationAbi } from '@commonweal/contracts/abi/Federation'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { artifactsDigest } from '@commonweal/sdk/artifacts/artifactsDigest'
import { policyId } from '@commonweal/sdk/identifiers/policyId'
import type { CID } from 'multiformats/cid'
import {
  type Abi,
  type Account,
  type Address,
  type ContractFunctionArgs,
  createTestClient,
  type Hex,
  http,
  keccak256,
  parseEventLogs,
  publicActions,
  toHex,
  walletActions,
  zeroAddress,
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
/** 1 is a steward of every community that {@link TestChain.found} makes, 2 an elder, 3 a member; 6 contributes. */
export const account = (index: number) => mnemonicToAccount(phrase, { addressIndex: index })

export type Rules = ContractFunctionArgs<typeof culturalProtocolsAbi, 'nonpayable', 'tighten'>[1]

/** Lets everybody use it for education and research, keeps digests: each test changes what it is about. */
export const openRules: Rules = {
  audience: [{ kinds: 1, roles: 0, groups: [] }],
  purposes: 0b101,
  commercial: 0,
  shareBps: 0,
  derivatives: 2,
  outreachOnly: false,
  retention: 1,
  consentThreshold: 0,
  expiresAt: 0,
  season: { utcOffset: 0, first: 0n, last: 0n },
  custodian: zeroAddress,
  attribution: zeroHash,
  document: zeroHash,
  labels: [],
}
/** Nobody but the community's elders. */
export const forElders: Rules = { ...openRules, audience: [{ kinds: 0, roles: 1, groups: [] }] }

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
  readonly addresses: {
    communityRegistry: Address
    communityFactory: Address
    federation: Address
    culturalProtocols: Address
    modelRegistry: Address
  }
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
            roles: [0, 2, 1, 0][index] as number,
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
      parent: Hex
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

  approve(
    community: TestCommunity,
    versionId: Hex,
    policy: Hex = zeroHash,
    { supersedesParent = false } = {},
  ) {
    return this.#decide(community, 'approve', [community.communityId, versionId, policy, supersedesParent])
  }

  suspend(community: TestCommunity, versionId: Hex, reason = 'harm') {
    return this.#decide(community, 'suspend', [community.communityId, versionId, reason])
  }

  restore(community: TestCommunity, versionId: Hex) {
    return this.#decide(community, 'restore', [community.communityId, versionId])
  }

  revoke(community: TestCommunity, versionId: Hex, reason = 'it was wrong') {
    return this.#decide(community, 'revoke', [community.communityId, versionId, reason])
  }

  withdrawVersion(versionId: Hex) {
    return this.#write(account(6), this.addresses.modelRegistry, modelRegistryAbi, 'withdrawVersion', [
      versionId,
    ])
  }

  withdrawKnowledge(custodian: Account, versionId: Hex, reason = 'it was not ours to give') {
    const args = [versionId, reason]
    return this.#write(custodian, this.addresses.modelRegistry, modelRegistryAbi, 'withdrawKnowledge', args)
  }

  /** Makes a policy, as an elder does. */
  async createPolicy(community: TestCommunity, rules: Rules = openRules, parents: Hex[] = []): Promise<Hex> {
    const salt = keccak256(toHex(++this.#salts))
    await this.protocols(account(2), 'createPolicy', [community.communityId, salt, parents, rules])
    return policyId(community.communityId, salt)
  }

  async createGroup(community: TestCommunity, ...members: Address[]): Promise<Hex> {
    const salt = keccak256(toHex(++this.#salts))
    await this.protocols(account(2), 'createGroup', [community.communityId, salt, 1])
    const groupId = policyId(community.communityId, salt)
    for (const member of members) await this.protocols(account(2), 'setGroupMember', [groupId, member, true])
    return groupId
  }

  protocols(by: Account | Address, functionName: string, args: unknown[]) {
    return this.#write(by, this.addresses.culturalProtocols, culturalProtocolsAbi, functionName, args)
  }

  /** One community shares its versions with another, or nothing any more. */
  share(from: TestCommunity, to: TestCommunity, scopes = 1) {
    const grant = { scopes, expiresAt: 0, keepsOnRevocation: false }
    const args = [from.communityId, to.communityId, grant]
    return this.#write(from.timelock, this.addresses.federation, federationAbi, 'setGrant', args)
  }

  /** Mines a block of this time. */
  async warp(timestamp: number): Promise<void> {
    await this.client.setNextBlockTimestamp({ timestamp: BigInt(timestamp) })
    await this.client.mine({ blocks: 1 })
  }

  async now(): Promise<number> {
    return Number((await this.client.getBlock()).timestamp)
  }

  /** Mines until what has happened so far is final. */
  async finalize(): Promise<void> {
    await this.client.mine({ blocks: 3 })
  }

  #decide(community: TestCommunity, functionName: string, args: unknown[]): Promise<Hex> {
    return this.#write(community.timelock, this.addresses.modelRegistry, modelRegistryAbi, functionName, args)
  }

  async #write(
    by: Account | Address,
    address: Address,
    abi: Abi,
    functionName: string,
    args: unknown[],
  ): Promise<Hex> {
    const hash = await this.client.writeContract({ account: by, address, abi, functionName, args })
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
