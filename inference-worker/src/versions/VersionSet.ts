import type { Logger } from 'pino'
import { type Hex, zeroHash } from 'viem'
import type { ArtifactStore } from '../artifacts/ArtifactStore.ts'
import type { BlockSource } from '../artifacts/BlockSource.ts'
import type { ApprovalEvidence, Chain, Observation } from '../chain/Chain.ts'
import { type Decision, type VersionRecord, versionStatus } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import { expired, refusalFor } from '../policy/decide.ts'
import { type RunnerSettings, VersionRunner } from './VersionRunner.ts'

/** A version this node runs, or has a reason not to. */
export interface KnownVersion {
  record: VersionRecord
  slug: string
  decision: Decision
  evidence: ApprovalEvidence
  runner: VersionRunner | undefined
  /** Why it has no runner. */
  refusal: WorkerError | undefined
}

/** A version that was known and is no more, with what is to be said to those who ask for it. */
export interface StoppedVersion {
  slug: string
  /** Whoever it does not let in is told nothing of the version. */
  policyId: Hex
  changedAt: number
  refusal: WorkerError
  /** The version that the community voted into its place; all zero for none. */
  successor: Hex
}

/** How many stopped versions are remembered; the chain is asked about the others. */
const remembered = 1000

/** Follows the chain: what has been approved is brought up, what has been taken back is killed. */
export class VersionSet {
  readonly #chain: Chain
  readonly #store: ArtifactStore
  readonly #sources: readonly BlockSource[]
  readonly #settings: RunnerSettings & { maxModels: number }
  readonly #log: Logger
  readonly #known = new Map<Hex, KnownVersion>()
  readonly #stopped = new Map<Hex, StoppedVersion>()
  readonly #arriving = new Map<Hex, { policyId: Hex; done: Promise<void> }>()
  readonly #lastFailure = new Map<Hex, string>()
  #closed = false

  constructor(
    chain: Chain,
    store: ArtifactStore,
    sources: readonly BlockSource[],
    settings: RunnerSettings & { maxModels: number },
    log: Logger,
  ) {
    this.#chain = chain
    this.#store = store
    this.#sources = sources
    this.#settings = settings
    this.#log = log
  }

  /** Newest approval first. */
  get known(): KnownVersion[] {
    return [...this.#known.values()].sort((a, b) => b.decision.approvedAt - a.decision.approvedAt)
  }

  get(versionId: Hex): KnownVersion | undefined {
    return this.#known.get(versionId)
  }

  stopped(versionId: Hex): StoppedVersion | undefined {
    return this.#stopped.get(versionId)
  }

  /** The approved versions that a slug leads to, newest approval first: its own, and those in the place of its own. */
  approvedOf(slug: string): KnownVersion[] {
    const successors = new Set(this.stoppedOf(slug).map((version) => this.#lastSuccessor(version)))
    return this.known.filter((version) => version.slug === slug || successors.has(version.record.versionId))
  }

  /** The versions of a slug that were stopped, the last of them first. */
  stoppedOf(slug: string): StoppedVersion[] {
    return [...this.#stopped.values()]
      .filter((version) => version.slug === slug)
      .sort((a, b) => b.changedAt - a.changedAt)
  }

  /** The policies that the versions it knows of stand under. */
  get policies(): Hex[] {
    const running = [...this.#known.values()].map(({ record }) => record.policyId)
    const stopped = [...this.#stopped.values()].map(({ policyId }) => policyId)
    return [...new Set([...running, ...stopped])].filter((policyId) => policyId !== zeroHash)
  }

  /** Versions that stand under no policy, newest approval first: those that everybody may know of. */
  get open(): KnownVersion[] {
    return this.known.filter(({ record }) => record.policyId === zeroHash)
  }

  /** Whether nothing that everybody may know of is on its way to being ready. */
  get settled(): boolean {
    return (
      [...this.#arriving.values()].every(({ policyId }) => policyId !== zeroHash) &&
      this.open.every(
        ({ runner }) => runner === undefined || runner.state === 'ready' || runner.state === 'refused',
      )
    )
  }

  /**
   * Acts on a look at the chain. What has to stop is stopped before this returns; what may start, starts.
   * @param fresh Whether the look is recent enough to allow anything.
   */
  apply(observation: Observation, fresh: boolean): void {
    if (this.#closed) return
    for (const [versionId, version] of this.#known) {
      const approval = observation.approved.get(versionId)
      const stillSame =
        approval !== undefined &&
        approval.decision.changedAt === version.decision.changedAt &&
        approval.decision.policyId === version.decision.policyId
      if (!stillSame) this.#stop(versionId, version, observation)
      else if (version.runner !== undefined && hasExpired(version.record, observation)) {
        version.refusal = expired(version.record)
        void version.runner.stop(version.refusal)
        version.runner = undefined
      }
    }
    for (const [versionId, decision] of observation.stopped) {
      if (decision.status !== versionStatus.superseded) continue
      if (this.#stopped.get(versionId)?.successor === decision.successor) continue
      this.#arrive(versionId, decision, () => this.#remember(versionId, decision))
    }
    if (!fresh) return
    for (const { versionId, decision } of observation.approved.values()) {
      if (this.#known.has(versionId)) continue
      this.#arrive(versionId, decision, () => this.#welcome(versionId, decision, observation))
    }
  }

  #arrive(versionId: Hex, { policyId }: Decision, learn: () => Promise<void>): void {
    if (this.#arriving.has(versionId)) return
    const done = learn()
      .catch((cause: Error) => {
        // Asked again at the next look, which comes soon: say it once.
        if (this.#lastFailure.get(versionId) === cause.message) return
        this.#lastFailure.set(versionId, cause.message)
        this.#log.warn({ versionId, code: (cause as WorkerError).code }, cause.message)
      })
      .finally(() => this.#arriving.delete(versionId))
    this.#arriving.set(versionId, { policyId, done })
  }

  /** Kills one version at once, because a direct question to the chain has just been answered with no. */
  stop(versionId: Hex, refusal: WorkerError, decision: Decision): void {
    const version = this.#known.get(versionId)
    if (version !== undefined) this.#forget(versionId, version, refusal, decision)
  }

  async close(reason: WorkerError): Promise<void> {
    this.#closed = true
    await Promise.allSettled([...this.#arriving.values()].map(({ done }) => done))
    await Promise.all([...this.#known.values()].map(({ runner }) => runner?.stop(reason)))
  }

  async #welcome(versionId: Hex, decision: Decision, observation: Observation): Promise<void> {
    const record = await this.#recordOf(versionId)
    const [slug, evidence] = await Promise.all([
      this.#chain.slug(record.modelId),
      this.#chain.findApproval(versionId, decision.approvedAt, observation.finalized),
    ])
    if (this.#closed) return
    const version: KnownVersion = { record, slug, decision, evidence, runner: undefined, refusal: undefined }
    try {
      if (hasExpired(record, observation)) throw expired(record)
      const running = [...this.#known.values()].filter(({ runner }) => runner !== undefined).length
      if (running >= this.#settings.maxModels) {
        // Not how many: some of them may be none of the reader's business.
        throw new WorkerError('capacity_reached', 'This worker runs as many models as it may', {
          versionId,
          next: 'Raise COMMONWEAL_MAX_MODELS where the machine has the memory, or run another worker.',
        })
      }
      version.runner = new VersionRunner(record, this.#store, this.#sources, this.#settings, this.#log)
    } catch (cause) {
      if (!(cause instanceof WorkerError)) throw cause
      version.refusal = cause
      this.#log.warn({ versionId, slug, code: cause.code }, cause.message)
    }
    this.#known.set(versionId, version)
    this.#stopped.delete(versionId)
    this.#lastFailure.delete(versionId)
    this.#log.info({ versionId, slug, approvalBlock: Number(evidence.block) }, 'version approved')
    version.runner?.start()
  }

  /** Learns of a version that was superseded before this worker could know it, so that its slug leads on. */
  async #remember(versionId: Hex, decision: Decision): Promise<void> {
    const record = await this.#recordOf(versionId)
    const slug = await this.#chain.slug(record.modelId)
    if (this.#known.has(versionId)) return
    this.#note(versionId, {
      slug,
      policyId: record.policyId,
      changedAt: decision.changedAt,
      refusal: refusalFor(versionId, decision.status),
      successor: decision.successor,
    })
  }

  async #recordOf(versionId: Hex): Promise<VersionRecord> {
    const record = await this.#chain.version(versionId)
    if (record === undefined) throw notFinal(versionId)
    return record
  }

  /** Where the places that one version after another took lead to. */
  #lastSuccessor({ successor }: StoppedVersion): Hex {
    const seen = new Set<Hex>()
    let last = successor
    for (
      let next = this.#stopped.get(last);
      next !== undefined && !seen.has(last);
      next = this.#stopped.get(last)
    ) {
      seen.add(last)
      last = next.successor
    }
    return last
  }

  #stop(versionId: Hex, version: KnownVersion, observation: Observation): void {
    const decision = observation.stopped.get(versionId) ?? {
      ...version.decision,
      status: versionStatus.unknown,
      changedAt: Number(observation.head.timestamp),
    }
    const { status } = decision
    const refusal =
      status === versionStatus.approved || status === versionStatus.unknown
        ? notFinal(versionId)
        : refusalFor(versionId, status)
    this.#forget(versionId, version, refusal, decision)
  }

  #forget(versionId: Hex, version: KnownVersion, refusal: WorkerError, decision: Decision): void {
    this.#known.delete(versionId)
    this.#note(versionId, {
      slug: version.slug,
      policyId: version.record.policyId,
      changedAt: decision.changedAt,
      refusal,
      successor: decision.successor,
    })
    void version.runner?.stop(refusal)
    this.#log.warn({ versionId, slug: version.slug, code: refusal.code }, 'version stopped')
  }

  #note(versionId: Hex, stopped: StoppedVersion): void {
    this.#stopped.set(versionId, stopped)
    const [oldest] = this.#stopped.keys()
    if (this.#stopped.size > remembered && oldest !== undefined) this.#stopped.delete(oldest)
  }
}

function hasExpired(record: VersionRecord, { head }: Observation): boolean {
  return record.expiresAt !== 0 && Number(head.timestamp) >= record.expiresAt
}

/** For an approval at the head that could still be undone by a reorganisation, or is not seen everywhere yet. */
export function notFinal(versionId: string): WorkerError {
  return new WorkerError(
    'version_not_approved',
    `The approval of version ${versionId} is not final on the chain yet`,
    { versionId, next: 'Wait for a few blocks; the worker takes it up by itself.', retryAfterSeconds: 5 },
  )
}
