import type { Logger } from 'pino'
import type { Hex } from 'viem'
import type { ArtifactStore } from '../artifacts/ArtifactStore.ts'
import type { BlockSource } from '../artifacts/BlockSource.ts'
import type { ApprovalEvidence, Chain, Observation } from '../chain/Chain.ts'
import { type Decision, type VersionRecord, versionStatus } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import { expired, refusalFor, refuseUnknownPolicy } from '../policy/decide.ts'
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
  changedAt: number
  refusal: WorkerError
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
  readonly #arriving = new Map<Hex, Promise<void>>()
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

  /** The newest approved version of a model by its slug. */
  newestOf(slug: string): KnownVersion | undefined {
    return this.known.find((version) => version.slug === slug)
  }

  /** The refusal of the version of this slug that was stopped last. */
  stoppedOf(slug: string): StoppedVersion | undefined {
    return [...this.#stopped.values()]
      .filter((version) => version.slug === slug)
      .sort((a, b) => b.changedAt - a.changedAt)[0]
  }

  /** Whether nothing is on its way to being ready. */
  get settled(): boolean {
    return (
      this.#arriving.size === 0 &&
      [...this.#known.values()].every(
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
    if (!fresh) return
    for (const approval of observation.approved.values()) {
      const { versionId } = approval
      if (this.#known.has(versionId) || this.#arriving.has(versionId)) continue
      const arrival = this.#welcome(versionId, approval.decision, observation)
        .catch((cause: Error) => {
          // Asked again at the next look, which comes soon: say it once.
          if (this.#lastFailure.get(versionId) === cause.message) return
          this.#lastFailure.set(versionId, cause.message)
          this.#log.warn({ versionId, code: (cause as WorkerError).code }, cause.message)
        })
        .finally(() => this.#arriving.delete(versionId))
      this.#arriving.set(versionId, arrival)
    }
  }

  /** Kills one version at once, because a direct question to the chain has just been answered with no. */
  stop(versionId: Hex, refusal: WorkerError, changedAt: number): void {
    const version = this.#known.get(versionId)
    if (version !== undefined) this.#forget(versionId, version, refusal, changedAt)
  }

  async close(reason: WorkerError): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#arriving.values())
    await Promise.all([...this.#known.values()].map(({ runner }) => runner?.stop(reason)))
  }

  async #welcome(versionId: Hex, decision: Decision, observation: Observation): Promise<void> {
    const record = await this.#chain.version(versionId)
    const [slug, evidence] = await Promise.all([
      this.#chain.slug(record.modelId),
      this.#chain.findApproval(versionId, decision.approvedAt, observation.finalized),
    ])
    if (this.#closed) return
    const version: KnownVersion = { record, slug, decision, evidence, runner: undefined, refusal: undefined }
    try {
      refuseUnknownPolicy(record, decision.policyId)
      if (hasExpired(record, observation)) throw expired(record)
      const running = [...this.#known.values()].filter(({ runner }) => runner !== undefined).length
      if (running >= this.#settings.maxModels) {
        throw new WorkerError('capacity_reached', `This worker already runs ${running} models`, {
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

  #stop(versionId: Hex, version: KnownVersion, observation: Observation): void {
    const decision = observation.stopped.get(versionId)
    const status = decision?.status ?? versionStatus.unknown
    const refusal =
      status === versionStatus.approved || status === versionStatus.unknown
        ? notFinal(versionId)
        : refusalFor(versionId, status)
    const changedAt = decision?.changedAt ?? Number(observation.head.timestamp)
    this.#forget(versionId, version, refusal, changedAt)
  }

  #forget(versionId: Hex, version: KnownVersion, refusal: WorkerError, changedAt: number): void {
    this.#known.delete(versionId)
    const stopped: StoppedVersion = { slug: version.slug, changedAt, refusal }
    this.#stopped.set(versionId, stopped)
    const [oldest] = this.#stopped.keys()
    if (this.#stopped.size > remembered && oldest !== undefined) this.#stopped.delete(oldest)
    void version.runner?.stop(refusal)
    this.#log.warn({ versionId, slug: version.slug, code: refusal.code }, 'version stopped')
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
