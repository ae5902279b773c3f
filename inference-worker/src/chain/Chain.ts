import { retentionRules } from '@commonweal/sdk/policy/vocabulary'
import { type Address, type Hex, zeroHash } from 'viem'
import { WorkerError } from '../errors/WorkerError.ts'
import type { Asker } from '../policy/Asker.ts'
import { isLetIn, type PolicyDecision, strictest } from '../policy/PolicyDecision.ts'
import {
  type Block,
  type Decision,
  type PolicyPart,
  type RpcEndpoint,
  type VersionRecord,
  versionStatus,
} from './RpcEndpoint.ts'

/** An approval that is final on every RPC and still in force at the head of each. */
export interface Approval {
  versionId: Hex
  decision: Decision
}

/** What the RPCs together say at one moment. */
export interface Observation {
  /** The lower of the heads: the block that every RPC knows. */
  head: Block
  finalized: bigint
  approved: Map<Hex, Approval>
  /** Final approvals that the head has taken back, or changed so lately that the change is not final yet. */
  stopped: Map<Hex, Decision>
}

/** What an answer has to carry, and whether anything of it may be kept: the most that any part, by any RPC, asks for. */
export interface Duties {
  attributions: { policyId: Hex; digest: Hex }[]
  keepsNothing: boolean
}

/** Where one version stands at the head, as every RPC sees it. */
export interface Standing {
  head: Block
  /** Chain time (Unix seconds) of the newest of the heads. */
  newest: number
  decision: Decision
  runnable: boolean
  /** What the policy that was asked for says of the asker; undefined where none was. */
  policy: PolicyDecision | undefined
  duties: Duties
}

/** Under which policy somebody asks. */
export interface PolicyQuestion {
  policyId: Hex
  asker: Asker
  /** Whether {@link Standing.duties} are wanted too. */
  withDuties?: boolean
}

export interface ApprovalEvidence {
  transaction: Hex
  block: bigint
}

/**
 * The community's decisions as read from one or more RPC servers that have to agree. An approval counts from
 * `finalized`; a suspension or a revocation counts from the head of whichever server sees it first.
 */
export class Chain {
  readonly community: Hex
  readonly chainId: number
  readonly #endpoints: readonly RpcEndpoint[]

  constructor(endpoints: readonly RpcEndpoint[], chainId: number, community: Hex) {
    if (endpoints.length === 0) throw new WorkerError('invalid_configuration', 'No RPC is configured')
    this.#endpoints = endpoints
    this.chainId = chainId
    this.community = community
  }

  /**
   * Checks that every RPC serves the right chain and knows the community.
   * @throws WorkerError `wrong_chain` or `unknown_community` (for a person to correct), `chain_unavailable` (will pass).
   */
  async checkIdentity(): Promise<void> {
    await this.#checkChainId()
    await this.#everywhere(async (endpoint) => {
      if ((await endpoint.communityFoundedAt(this.community)) === 0) {
        throw new WorkerError('unknown_community', `${endpoint.name} knows no community ${this.community}`, {
          next: 'Check COMMONWEAL_COMMUNITY: it is the id (bytes32) printed when the community was founded, not an address.',
        })
      }
    })
  }

  /** Reads heads, the final approvals, and what the heads have taken back since. */
  async observe(): Promise<Observation> {
    const [, tips] = await Promise.all([
      this.#checkChainId(),
      this.#everywhere(async (endpoint) => {
        const [latest, finalized] = await Promise.all([endpoint.block('latest'), endpoint.block('finalized')])
        return { latest, finalized }
      }),
    ])
    const head = await this.#commonBlock(tips.map((tip) => tip.latest))
    const finalized = await this.#commonBlock(tips.map((tip) => tip.finalized))
    const lists = await this.#everywhere((endpoint) =>
      endpoint.approvedVersions(this.community, finalized.number),
    )
    const versions = this.#agreed(lists, (list) => list.join(), 'which versions stand approved')
    const approved = new Map<Hex, Approval>()
    const stopped = new Map<Hex, Decision>()
    await Promise.all(
      versions.map(async (versionId) => {
        const [then, now] = await Promise.all([
          this.#everywhere((endpoint) => endpoint.decision(this.community, versionId, finalized.number)),
          this.#everywhere((endpoint) => endpoint.decision(this.community, versionId, 'latest')),
        ])
        const final = this.#agreed(then, describe, 'what was decided about a version')
        const strictest = mostRestrictive(now)
        // A version that was suspended and restored since is approved again, but that approval is not final yet.
        if (
          strictest.status === versionStatus.approved &&
          now.every((it) => describe(it) === describe(final))
        ) {
          approved.set(versionId, { versionId, decision: final })
        } else {
          stopped.set(versionId, strictest)
        }
      }),
    )
    return { head, finalized: finalized.number, approved, stopped }
  }

  /**
   * Asks every RPC, now and in one batch, about one version and what its policy says of the asker. The strictest answer
   * wins; servers that see the same block and decide differently are a disagreement.
   */
  async standing(versionId: Hex, question?: PolicyQuestion): Promise<Standing> {
    const views = await this.#everywhere(async (endpoint) => {
      const [chainId, block, decision, runnable, policy, parts] = await Promise.all([
        endpoint.chainId(),
        endpoint.block('latest'),
        endpoint.decision(this.community, versionId, 'latest'),
        endpoint.isRunnable(this.community, versionId),
        question && endpoint.decide(question.policyId, this.community, question.asker),
        question?.withDuties ? endpoint.partsOf(question.policyId) : [],
      ])
      this.#refuseOtherChain(endpoint, chainId)
      return { block, decision, runnable, policy, parts }
    })
    const first = views[0] as (typeof views)[number]
    for (const view of views) {
      if (view.block.number === first.block.number) {
        if (view.block.hash !== first.block.hash) throw this.#disagreement(`block ${first.block.number}`)
        if (describe(view.decision) !== describe(first.decision)) {
          throw this.#disagreement('what was decided about a version')
        }
        if (serialise([view.policy, view.parts]) !== serialise([first.policy, first.parts])) {
          throw this.#disagreement('what the protocol says of a request')
        }
      }
    }
    const policies = views.map((view) => view.policy).filter((policy) => policy !== undefined)
    return {
      head: lowest(views.map((view) => view.block)),
      newest: Math.max(...views.map((view) => Number(view.block.timestamp))),
      decision: mostRestrictive(views.map((view) => view.decision)),
      runnable: views.every((view) => view.runnable),
      policy: policies.length === 0 ? undefined : strictest(policies),
      duties: dutiesOf(views.flatMap((view) => view.parts)),
    }
  }

  /**
   * Which of some policies let somebody know of what stands under them. Every RPC is asked once, in one batch, even
   * where there is nothing to ask: the time it takes is not to tell whether there is.
   */
  async letIn(policyIds: readonly Hex[], asker: Asker): Promise<Set<Hex>> {
    const asked = policyIds.length === 0 ? [zeroHash] : policyIds
    const all = await this.#everywhere(async (endpoint) => {
      const [chainId, ...decisions] = await Promise.all([
        endpoint.chainId(),
        ...asked.map((policyId) => endpoint.decide(policyId, this.community, asker)),
      ])
      this.#refuseOtherChain(endpoint, chainId)
      return decisions
    })
    return new Set(
      asked.filter((_, index) => all.every((decisions) => isLetIn(decisions[index] as PolicyDecision))),
    )
  }

  /**
   * Whether an account signed a message, by every RPC.
   * @throws WorkerError `chain_disagreement` where they do not say the same.
   */
  async verifyMessage(account: Address, message: string, signature: Hex): Promise<boolean> {
    const all = await this.#everywhere((endpoint) => endpoint.verifyMessage(account, message, signature))
    return this.#agreed(all, String, `the signature of ${account}`)
  }

  /** The record of a version, as every RPC tells it; undefined as long as one of them knows none. */
  async version(versionId: Hex): Promise<VersionRecord | undefined> {
    const all = await this.#everywhere((endpoint) => endpoint.version(versionId))
    if (all.includes(undefined)) return undefined
    return this.#agreed(all, serialise, 'the record of a version')
  }

  async slug(modelId: Hex): Promise<string> {
    const all = await this.#everywhere((endpoint) => endpoint.slug(modelId))
    return this.#agreed(all, (slug) => slug, `the slug of model ${modelId}`)
  }

  /**
   * Finds the transaction that approved a version. The decision's time leads to its block by bisection over headers,
   * so no RPC is asked for the logs of more than that second's blocks (many refuse wide ranges).
   */
  async findApproval(versionId: Hex, approvedAt: number, finalized: bigint): Promise<ApprovalEvidence> {
    const all = await this.#everywhere(async (endpoint) => {
      const [from, to] = await blocksAt(endpoint, BigInt(approvedAt), finalized)
      return (await endpoint.approvals(this.community, versionId, from, to)).at(-1)
    })
    const found = this.#agreed(all, serialise, `the approval of version ${versionId}`)
    if (found === undefined)
      throw this.#disagreement(`the approval of version ${versionId}, whose event is missing`)
    return found
  }

  /** The public reason of a suspension or revocation; undefined where none was given or it cannot be read. */
  async findStopReason(versionId: Hex, changedAt: number, head: bigint): Promise<string | undefined> {
    for (const endpoint of this.#endpoints) {
      try {
        const [from, to] = await blocksAt(endpoint, BigInt(changedAt), head)
        return await endpoint.stopReason(this.community, versionId, from, to)
      } catch {
        // The words are a courtesy; the refusal does not wait for them.
      }
    }
    return undefined
  }

  async #checkChainId(): Promise<void> {
    await this.#everywhere(async (endpoint) => this.#refuseOtherChain(endpoint, await endpoint.chainId()))
  }

  #refuseOtherChain(endpoint: RpcEndpoint, chainId: number): void {
    if (chainId !== this.chainId) {
      throw new WorkerError(
        'wrong_chain',
        `RPC ${endpoint.name} serves chain ${chainId}, but this worker is set to chain ${this.chainId}`,
        { next: 'Correct COMMONWEAL_RPC_URLS or COMMONWEAL_CHAIN_ID.' },
      )
    }
  }

  /** The lowest of some blocks, once every RPC has told the same hash for its number. */
  async #commonBlock(tips: readonly Block[]): Promise<Block> {
    const common = lowest(tips)
    const all = await Promise.all(
      this.#endpoints.map((endpoint, index) => {
        const tip = tips[index] as Block
        return tip.number === common.number ? tip : endpoint.block(common.number)
      }),
    )
    return this.#agreed(all, (block) => block.hash, `block ${common.number}`)
  }

  #everywhere<T>(question: (endpoint: RpcEndpoint) => Promise<T>): Promise<T[]> {
    return Promise.all(this.#endpoints.map(question))
  }

  #agreed<T>(answers: readonly T[], identity: (answer: T) => string, what: string): T {
    const [first, ...others] = answers as [T, ...T[]]
    if (others.some((answer) => identity(answer) !== identity(first))) throw this.#disagreement(what)
    return first
  }

  #disagreement(what: string): WorkerError {
    const names = this.#endpoints.map((endpoint) => endpoint.name).join(' and ')
    return new WorkerError('chain_disagreement', `${names} disagree about ${what}`, {
      next: 'One of them is forked, behind or lying. Nothing is answered until they agree; replace the one you trust less.',
    })
  }
}

function lowest(blocks: readonly Block[]): Block {
  return blocks.reduce((low, block) => (block.number < low.number ? block : low))
}

function mostRestrictive(decisions: readonly Decision[]): Decision {
  // What is over for good first, then whatever else is not an approval.
  const order: number[] = [
    versionStatus.revoked,
    versionStatus.suspended,
    versionStatus.withheld,
    versionStatus.superseded,
  ]
  const rank = (decision: Decision) => {
    const at = order.indexOf(decision.status)
    if (at >= 0) return at
    return decision.status === versionStatus.approved ? order.length + 1 : order.length
  }
  return decisions.reduce((strictest, decision) => (rank(decision) < rank(strictest) ? decision : strictest))
}

function dutiesOf(parts: readonly PolicyPart[]): Duties {
  const attributions = new Map<string, { policyId: Hex; digest: Hex }>()
  for (const { policyId, attribution } of parts) {
    if (attribution !== zeroHash) {
      attributions.set(`${policyId} ${attribution}`, { policyId, digest: attribution })
    }
  }
  return {
    attributions: [...attributions.values()],
    keepsNothing: parts.some(({ retention }) => retentionRules[retention] !== 'hashes'),
  }
}

function describe(decision: Decision): string {
  const { status, approvedAt, changedAt, policyId, successor } = decision
  return `${status} ${approvedAt} ${changedAt} ${policyId} ${successor}`.toLowerCase()
}

function serialise(value: unknown): string {
  return JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? field.toString() : field)) ?? ''
}

/** The first and last block that carry a timestamp (Unix seconds), looked for up to `last`. */
async function blocksAt(endpoint: RpcEndpoint, timestamp: bigint, last: bigint): Promise<[bigint, bigint]> {
  const firstAtOrAfter = async (time: bigint): Promise<bigint> => {
    let low = 0n
    let high = last + 1n
    while (low < high) {
      const middle = (low + high) / 2n
      if ((await endpoint.block(middle)).timestamp < time) low = middle + 1n
      else high = middle
    }
    return low
  }
  const from = await firstAtOrAfter(timestamp)
  const after = await firstAtOrAfter(timestamp + 1n)
  return [from, after > from ? after - 1n : from]
}
