import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { purposes } from '@commonweal/sdk/policy/vocabulary'
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  createPublicClient,
  type Hex,
  http,
  type PublicClient,
  parseAbiItem,
  RpcRequestError,
  zeroHash,
} from 'viem'
import { WorkerError } from '../errors/WorkerError.ts'
import type { Asker } from '../policy/Asker.ts'
import { type PolicyDecision, undecided } from '../policy/PolicyDecision.ts'

/** `IModelRegistry.Status`, in its order. */
export const versionStatus = {
  unknown: 0,
  submitted: 1,
  consentPending: 2,
  consented: 3,
  approved: 4,
  suspended: 5,
  revoked: 6,
  withdrawn: 7,
  superseded: 8,
  withheld: 9,
} as const

export interface Block {
  number: bigint
  hash: Hex
  /** Unix seconds. */
  timestamp: bigint
}

/** What the community decided about a version, and where it stands by that and by all that follows from others. */
export interface Decision {
  /** `statusOf`: superseded, withheld and withdrawn knowledge included. */
  status: number
  approvedAt: number
  changedAt: number
  policyId: Hex
  /** The version that was voted into its place; all zero for none. */
  successor: Hex
}

/** What one of the policies that a decision rests on asks of an answer. */
export interface PolicyPart {
  policyId: Hex
  /** sha256 of the text that every answer carries; all zero for none. */
  attribution: Hex
  /** `ICulturalProtocols.Retention`: whether digests of question and answer may be kept. */
  retention: number
}

export interface VersionRecord {
  versionId: Hex
  communityId: Hex
  modelId: Hex
  manifestHash: Hex
  artifactsRoot: Hex
  artifactsCodec: bigint
  policyId: Hex
  contributor: Address
  submittedAt: number
  totalBytes: bigint
  notBefore: number
  expiresAt: number
}

export interface Registries {
  modelRegistry: Address
  communityRegistry: Address
}

const versionSuspended = parseAbiItem(
  'event VersionSuspended(bytes32 indexed communityId, bytes32 indexed versionId, address indexed by, string reason)',
)
const versionRevoked = parseAbiItem(
  'event VersionRevoked(bytes32 indexed communityId, bytes32 indexed versionId, address indexed by, string reason)',
)
const versionApproved = parseAbiItem(
  'event VersionApproved(bytes32 indexed communityId, bytes32 indexed versionId, bytes32 policyId)',
)
const versionRestored = parseAbiItem(
  'event VersionRestored(bytes32 indexed communityId, bytes32 indexed versionId)',
)

const pageSize = 100n

/** One RPC server, asked in the words of the registries. It is never believed alone where there is another. */
export class RpcEndpoint {
  /** How messages and logs call it: without path, query and password, which may hold a key. */
  readonly name: string
  readonly #client: PublicClient
  readonly #registries: Registries
  #protocols: Promise<Address> | undefined

  constructor(url: string, registries: Registries, timeoutMs: number) {
    this.name = new URL(url).origin
    this.#registries = registries
    this.#client = createPublicClient({
      // What belongs together goes as one JSON-RPC batch; no retries, because "no answer" has to be noticed at once.
      transport: http(url, { batch: { wait: 0 }, timeout: timeoutMs, retryCount: 0 }),
      cacheTime: 0,
    })
  }

  chainId(): Promise<number> {
    return this.#ask('its chain id', () => this.#client.getChainId())
  }

  block(at: 'latest' | 'finalized' | bigint): Promise<Block> {
    return this.#ask(`block ${at}`, async () => {
      const block = await this.#client.getBlock(
        typeof at === 'bigint' ? { blockNumber: at } : { blockTag: at },
      )
      if (block.number === null || block.hash === null) throw new Error('the block is still pending')
      return { number: block.number, hash: block.hash, timestamp: block.timestamp }
    })
  }

  communityFoundedAt(community: Hex): Promise<number> {
    return this.#ask('the community', async () => {
      const { communityRegistry: address } = this.#registries
      const code = await this.#client.getCode({ address })
      if (code === undefined || code === '0x') {
        throw new WorkerError('unknown_community', `${this.name} has no CommunityRegistry at ${address}`, {
          next: 'Check the chain id and COMMONWEAL_COMMUNITY_REGISTRY, or deploy the contracts on this chain.',
        })
      }
      const authority = await this.#client.readContract({
        address,
        abi: communityRegistryAbi,
        functionName: 'authorityOf',
        args: [community],
      })
      if (BigInt(authority) === 0n) return 0
      const record = await this.#client.readContract({
        address,
        abi: communityRegistryAbi,
        functionName: 'communityOf',
        args: [community],
      })
      return record.foundedAt
    })
  }

  /** Every version that stands approved for the community at a block, sorted. None where the registry is younger. */
  approvedVersions(community: Hex, blockNumber: bigint): Promise<Hex[]> {
    return this.#ask('the approved versions', async () => {
      const found: Hex[] = []
      for (let offset = 0n; ; offset += pageSize) {
        let page: readonly Hex[]
        try {
          page = await this.#client.readContract({
            address: this.#registries.modelRegistry,
            abi: modelRegistryAbi,
            functionName: 'approvedVersions',
            args: [community, offset, pageSize],
            blockNumber,
          })
        } catch (error) {
          if (causeOf(error, ContractFunctionZeroDataError) !== undefined) return []
          throw error
        }
        found.push(...page)
        if (BigInt(page.length) < pageSize) break
      }
      return [...new Set(found.map((id) => id.toLowerCase() as Hex))].sort()
    })
  }

  decision(community: Hex, versionId: Hex, at: 'latest' | bigint): Promise<Decision> {
    return this.#ask('the decision', async () => {
      const question = {
        address: this.#registries.modelRegistry,
        abi: modelRegistryAbi,
        args: [community, versionId],
        ...(at === 'latest' ? { blockTag: at } : { blockNumber: at }),
      } as const
      const [decision, status] = await Promise.all([
        this.#client.readContract({ ...question, functionName: 'decisionOf' }),
        this.#client.readContract({ ...question, functionName: 'statusOf' }),
      ])
      return {
        // Should a block come between the two, neither can make up for the other.
        status: status === versionStatus.approved ? decision.status : status,
        approvedAt: decision.approvedAt,
        changedAt: decision.changedAt,
        policyId: decision.policyId,
        successor: decision.successor,
      }
    })
  }

  /**
   * What the community's protocols say of a use, at the latest block. One that cannot be decided, because a contract it
   * rests on reverts or burns the gas, is one that does not exist: a no that tells nothing.
   */
  decide(policyId: Hex, community: Hex, { account, purpose, commercial }: Asker): Promise<PolicyDecision> {
    return this.#ask('what the protocol decides', async () => {
      const address = await this.#protocolsAddress()
      try {
        const { allowed, reason, until } = await this.#client.readContract({
          address,
          abi: culturalProtocolsAbi,
          functionName: 'decide',
          args: [
            policyId,
            {
              account,
              communityId: community,
              // Whoever names none is told so, once it is clear that it may know of the version: by any purpose.
              purpose: purposes.indexOf(purpose ?? purposes[0]),
              commercial,
              derivative: zeroHash,
            },
          ],
          blockTag: 'latest',
        })
        return { allowed, reason, until: Number(until) }
      } catch (error) {
        if (hasFailedInside(error)) return undecided
        throw error
      }
    })
  }

  /** The policies that one rests on, itself included; none where it does not exist. */
  partsOf(policyId: Hex): Promise<PolicyPart[]> {
    return this.#ask('the parts of the protocol', async () => {
      const parts = await this.#client.readContract({
        address: await this.#protocolsAddress(),
        abi: culturalProtocolsAbi,
        functionName: 'partsOf',
        args: [policyId],
        blockTag: 'latest',
      })
      return parts.map((part) => ({
        policyId: part.policyId,
        attribution: part.rules.attribution,
        retention: part.rules.retention,
      }))
    })
  }

  /**
   * Whether an account signed a message: with its key, or as its contract says (ERC-1271, ERC-6492) at the latest block.
   */
  verifyMessage(account: Address, message: string, signature: Hex): Promise<boolean> {
    return this.#ask('whether the account signed', async () => {
      const [isValid] = await Promise.all([
        this.#client.verifyMessage({ address: account, message, signature, mode: 'eoa' }),
        // The verification takes no answer for a no; this call tells one from the other.
        this.#client.getChainId(),
      ])
      return isValid
    })
  }

  isRunnable(community: Hex, versionId: Hex): Promise<boolean> {
    return this.#ask('whether the version may run', () =>
      this.#client.readContract({
        address: this.#registries.modelRegistry,
        abi: modelRegistryAbi,
        functionName: 'isRunnable',
        args: [community, versionId],
        blockTag: 'latest',
      }),
    )
  }

  /** The record of a version; undefined where there is none. */
  version(versionId: Hex): Promise<VersionRecord | undefined> {
    return this.#ask('the version', async () => {
      try {
        const record = await this.#client.readContract({
          address: this.#registries.modelRegistry,
          abi: modelRegistryAbi,
          functionName: 'versionOf',
          args: [versionId],
          blockTag: 'latest',
        })
        return {
          versionId,
          communityId: record.communityId,
          modelId: record.modelId,
          manifestHash: record.manifestHash,
          artifactsRoot: record.artifactsRoot,
          artifactsCodec: record.artifactsCodec,
          policyId: record.policyId,
          contributor: record.contributor,
          submittedAt: record.submittedAt,
          totalBytes: record.totalBytes,
          notBefore: record.notBefore,
          expiresAt: record.expiresAt,
        }
      } catch (error) {
        if (
          causeOf(error, ContractFunctionRevertedError)?.data?.errorName === 'ModelRegistry_UnknownVersion'
        ) {
          return undefined
        }
        throw error
      }
    })
  }

  slug(modelId: Hex): Promise<string> {
    return this.#ask('the slug', () =>
      this.#client.readContract({
        address: this.#registries.modelRegistry,
        abi: modelRegistryAbi,
        functionName: 'slugOf',
        args: [modelId],
        blockTag: 'latest',
      }),
    )
  }

  /** Approvals (or liftings of a suspension) of a version within some blocks. */
  approvals(community: Hex, versionId: Hex, fromBlock: bigint, toBlock: bigint) {
    return this.#ask('the approval event', async () => {
      const logs = await this.#client.getLogs({
        address: this.#registries.modelRegistry,
        events: [versionApproved, versionRestored],
        fromBlock,
        toBlock,
      })
      return logs
        .filter(
          (log) =>
            log.args.communityId?.toLowerCase() === community &&
            log.args.versionId?.toLowerCase() === versionId,
        )
        .map((log) => ({ transaction: log.transactionHash, block: log.blockNumber }))
    })
  }

  /** The public reason of the suspension or revocation made within some blocks; the last one where there are more. */
  stopReason(
    community: Hex,
    versionId: Hex,
    fromBlock: bigint,
    toBlock: bigint,
  ): Promise<string | undefined> {
    return this.#ask('the reason', async () => {
      const logs = await this.#client.getLogs({
        address: this.#registries.modelRegistry,
        events: [versionSuspended, versionRevoked],
        fromBlock,
        toBlock,
      })
      const last = logs
        .filter(
          (log) =>
            log.args.communityId?.toLowerCase() === community &&
            log.args.versionId?.toLowerCase() === versionId,
        )
        .at(-1)
      return last?.args.reason || undefined
    })
  }

  /** The contract whose rules the registry's versions stand under. It never changes. */
  #protocolsAddress(): Promise<Address> {
    this.#protocols ??= this.#client
      .readContract({
        address: this.#registries.modelRegistry,
        abi: modelRegistryAbi,
        functionName: 'protocols',
      })
      .catch((error) => {
        this.#protocols = undefined
        throw error
      })
    return this.#protocols
  }

  async #ask<T>(what: string, question: () => Promise<T>): Promise<T> {
    try {
      return await question()
    } catch (cause) {
      if (cause instanceof WorkerError) throw cause
      throw new WorkerError(
        'chain_unavailable',
        `RPC ${this.name} did not say ${what}: ${firstLine(cause)}`,
        { next: 'Check that the RPC is up and reachable; the worker tries again by itself.' },
        cause,
      )
    }
  }
}

function causeOf<T extends Error>(error: unknown, kind: abstract new (...args: never[]) => T): T | undefined {
  return error instanceof BaseError
    ? ((error.walk((cause) => cause instanceof kind) as T | null) ?? undefined)
    : undefined
}

/** Whether a call was run and failed, by what nodes say of it: 3 for a revert, -32000 for what else goes wrong inside. */
function hasFailedInside(error: unknown): boolean {
  return (
    causeOf(error, ContractFunctionRevertedError) !== undefined ||
    [3, -32000].includes(causeOf(error, RpcRequestError)?.code ?? 0)
  )
}

function firstLine(cause: unknown): string {
  const error = cause as { shortMessage?: string; message?: string }
  return (error.shortMessage ?? error.message ?? String(cause)).split('\n', 1)[0] ?? 'no answer'
}
