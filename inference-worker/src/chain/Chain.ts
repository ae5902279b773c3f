import type { Hex } from 'viem'
import { WorkerError } from '../errors/WorkerError.ts'
import {
  type Block,
  type Decision,
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

/** Where one version stands at the head, as every RPC sees it. */
export interface Standing {
  head: Block
  decision: Decision
  runnable: boolean
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
        const final = this.#agreed(then, describe, `what was decided about version ${versionId}`)
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
   * Asks every RPC, now, about one version. The strictest answer wins; servers that see the same block and decide
   * differently are a disagreement.
   */
  async standing(versionId: Hex): Promise<Standing> {
    const views = await this.#everywhere(async (endpoint) => {
      const [chainId, block, decision, runnable] = await Promise.all([
        endpoint.chainId(),
        endpoint.block('latest'),
        endpoint.decision(this.community, versionId, 'latest'),
        endpoint.isRunnable(this.community, versionId),
      ])
      this.#refuseOtherChain(endpoint, chainId)
      return { block, decision, runnable }
    })
    const first = views[0] as (typeof views)[number]
    for (const view of views) {
      if (view.block.number === first.block.number) {
        if (view.block.hash !== first.block.hash) throw this.#disagreement(`block ${first.block.number}`)
        if (describe(view.decision) !== describe(first.decision)) {
          throw this.#disagreement(`what was decided about version ${versionId}`)
        }
      }
    }
    return {
      head: lowest(views.map((view) => view.block)),
      decision: mostRestrictive(views.map((view) => view.decision)),
      runnable: views.every((view) => view.runnable),
    }
  }

  /** The contract's own word for where a version stands; the strictest where the RPCs are at different heights. */
  async status(versionId: Hex): Promise<number> {
    const all = await this.#everywhere((endpoint) => endpoint.statusOf(this.community, versionId))
    return all.find((status) => status !== versionStatus.approved) ?? versionStatus.approved
  }

  /** The record of a version, as every RPC tells it. */
  async version(versionId: Hex): Promise<VersionRecord> {
    const all = await this.#everywhere((endpoint) => endpoint.version(versionId))
    return this.#agreed(all, serialise, `the record of version ${versionId}`)
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
  // Revoked, then suspended, then whatever else is not an approval.
  const order = [versionStatus.revoked, versionStatus.suspended] as number[]
  const rank = (decision: Decision) => {
    const at = order.indexOf(decision.status)
    if (at >= 0) return at
    return decision.status === versionStatus.approved ? order.length + 1 : order.length
  }
  return decisions.reduce((strictest, decision) => (rank(decision) < rank(strictest) ? decision : strictest))
}

function describe(decision: Decision): string {
  return `${decision.status} ${decision.approvedAt} ${decision.changedAt} ${decision.policyId.toLowerCase()}`
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
