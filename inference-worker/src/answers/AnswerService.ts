import { type Hex, zeroHash } from 'viem'
import type { Chain, Standing } from '../chain/Chain.ts'
import type { ChainWatcher } from '../chain/ChainWatcher.ts'
import { versionStatus } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import type { Asker } from '../policy/Asker.ts'
import { type Allowed, decide, isOver, lapsed, mayKnow, noSuchModel, refusalFor } from '../policy/decide.ts'
import type { IssuedReceipt, ReceiptBook } from '../receipts/ReceiptBook.ts'
import type { Output } from '../runtime/protocol.ts'
import { type KnownVersion, notFinal, type VersionSet } from '../versions/VersionSet.ts'
import type { Attribution, AttributionTexts } from './AttributionTexts.ts'

export type AnswerTask = 'text-classification' | 'feature-extraction'

export interface Question {
  task: AnswerTask
  /** A version id or a slug, as the client wrote it. Never handed to the runtime. */
  model: string
  inputs: string[]
  /** The request's body as received: what the receipt commits to. */
  body: unknown
  asker: Asker
}

export interface Answer<T> {
  versionId: Hex
  data: T
  tokens: number
  /** Words that the community wants said with every answer. */
  attribution: string | null
  /** What the cultural protocol, and those it rests on, want said with every answer. */
  attributions: Attribution[]
  decision: Allowed & { approvedAt: number; approvalBlock: number; approvalTransaction: Hex }
  receipt: IssuedReceipt
}

/** A version that the asker may know of, and how it stood when that was found out. */
interface Found {
  version: KnownVersion
  standing: Standing
}

/**
 * Answers a question, if the community says so: the chain is asked before the model runs and once more before the
 * answer leaves, so that a revocation in between, or a protocol that has become stricter, takes effect.
 *
 * Whoever is outside a protocol's audience takes the same way through the same questions to the chain as somebody who
 * asks for a model that does not exist, to the same words.
 */
export class AnswerService {
  readonly #chain: Chain
  readonly #watcher: ChainWatcher
  readonly #versions: VersionSet
  readonly #receipts: ReceiptBook
  readonly #texts: AttributionTexts

  constructor(
    chain: Chain,
    watcher: ChainWatcher,
    versions: VersionSet,
    receipts: ReceiptBook,
    texts: AttributionTexts,
  ) {
    this.#chain = chain
    this.#watcher = watcher
    this.#versions = versions
    this.#receipts = receipts
    this.#texts = texts
  }

  /**
   * @param shape Makes the answer's `data` out of the model's outputs; the receipt commits to its result.
   * @throws WorkerError for every way of not answering.
   */
  async answer<T>(
    question: Question,
    shape: (outputs: Output[]) => T,
    signal: AbortSignal,
  ): Promise<Answer<T>> {
    const { asker } = question
    this.#watcher.assertConfirmed()
    const { version, standing } = await this.#find(question.model, asker)
    await this.#check(version, standing, asker)
    if (version.refusal !== undefined) throw version.refusal
    const { runner, record } = version
    if (runner === undefined) throw notFinal(record.versionId)
    runner.assertReady()
    const manifest = runner.manifest
    if (manifest?.task !== question.task) {
      throw new WorkerError(
        'task_mismatch',
        `Version ${record.versionId} does ${manifest?.task}, which this address does not serve`,
        {
          param: 'model',
          versionId: record.versionId,
          next: 'text-classification is asked at /v1/classifications, feature-extraction at /v1/embeddings.',
        },
      )
    }
    const outputs = await runner.run(question.task, question.inputs, signal)
    const data = shape(outputs)
    const final = await this.#standing(version, asker, true)
    const allowed = await this.#check(version, final, asker)
    const attributions = await this.#texts.of(final.duties.attributions, manifest)
    this.#assertMayLeave(record.versionId, allowed)
    const receipt = await this.#receipts.issue(
      {
        communityId: this.#chain.community,
        versionId: record.versionId,
        manifestHash: record.manifestHash,
        policyId: version.decision.policyId,
        task: manifest.task,
        dtype: manifest.runtime.dtype,
        approvalTransaction: version.evidence.transaction,
        approvalBlock: version.evidence.block,
        request: question.body,
        response: data,
      },
      !final.duties.keepsNothing,
    )
    this.#assertMayLeave(record.versionId, allowed)
    return {
      versionId: record.versionId,
      data,
      tokens: outputs.reduce((sum, output) => sum + output.tokens, 0),
      attribution: manifest.attribution ?? null,
      attributions,
      decision: {
        ...allowed,
        approvedAt: version.decision.approvedAt,
        approvalBlock: Number(version.evidence.block),
        approvalTransaction: version.evidence.transaction,
      },
      receipt,
    }
  }

  /** The versions that the asker may know of, newest approval first. */
  async list(asker: Asker): Promise<KnownVersion[]> {
    this.#watcher.assertConfirmed()
    const { known } = this.#versions
    const letIn = await this.#chain.letIn(this.#versions.policies, asker)
    return known.filter(({ record }) => isOpen(record.policyId) || letIn.has(record.policyId))
  }

  /**
   * The version that a name leads to, of those that the asker may know of.
   * @throws WorkerError `model_not_found`
   */
  async retrieve(model: string, asker: Asker): Promise<KnownVersion> {
    const visible = new Set(await this.list(asker))
    const named = isVersionId(model) ? [this.#versions.get(lower(model))] : this.#versions.approvedOf(model)
    const version = named.find((candidate) => candidate !== undefined && visible.has(candidate))
    if (version === undefined) throw noSuchModel()
    return version
  }

  /** Whether an answer may leave now: the lease stands, and chain time has not come to the end of what was allowed. */
  #assertMayLeave(versionId: Hex, { policy }: Allowed): void {
    this.#watcher.assertConfirmed()
    const head = this.#watcher.head
    if (policy !== null && head !== undefined && isOver(policy, Number(head.timestamp))) {
      throw lapsed(versionId, policy.until)
    }
  }

  #standing({ record }: KnownVersion, asker: Asker, withDuties = false): Promise<Standing> {
    const { versionId, policyId } = record
    return this.#chain.standing(versionId, isOpen(policyId) ? undefined : { policyId, asker, withDuties })
  }

  /** Judges by what the chain itself has just said of a version; a no of the registry kills it on the spot. */
  async #check(version: KnownVersion, standing: Standing, asker: Asker): Promise<Allowed> {
    const { versionId } = version.record
    const same = sameDecision(version, standing)
    try {
      const allowed = decide(version.record, standing, asker)
      // Approved again after a suspension: not the approval this process was started for.
      if (!same) throw notFinal(versionId)
      // The watcher may have stopped it while the chain was being asked.
      if (this.#versions.get(versionId) !== version) {
        throw this.#versions.stopped(versionId)?.refusal ?? notFinal(versionId)
      }
      return allowed
    } catch (cause) {
      if (!(cause instanceof WorkerError)) throw cause
      if (!same) this.#versions.stop(versionId, stopRefusal(versionId, standing), standing.decision)
      throw await this.#withReason(cause, versionId, standing)
    }
  }

  #find(model: string, asker: Asker): Promise<Found> {
    return isVersionId(model) ? this.#findById(lower(model), asker) : this.#findBySlug(model, asker)
  }

  async #findById(versionId: Hex, asker: Asker): Promise<Found> {
    const version = this.#versions.get(versionId)
    if (version !== undefined) {
      const standing = await this.#standing(version, asker)
      if (mayKnow(version.record.policyId, standing)) return { version, standing }
      // What is asked about a version that this worker does not know, below: no sooner, no later is the answer there.
      await this.#chain.version(versionId)
      throw noSuchModel()
    }
    const record = await this.#chain.version(versionId)
    const policyId = record?.policyId ?? zeroHash
    const standing = await this.#chain.standing(versionId, { policyId, asker })
    if (record === undefined || !mayKnow(policyId, standing)) throw noSuchModel()
    const { status } = standing.decision
    if (status === versionStatus.approved) throw notFinal(versionId)
    throw await this.#withReason(refusalFor(versionId, status), versionId, standing)
  }

  async #findBySlug(slug: string, asker: Asker): Promise<Found> {
    // No model can have such a name, so nothing is told by saying so sooner.
    if (!/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(slug)) throw noSuchModel()
    const approved = this.#versions.approvedOf(slug)
    const [newest] = approved
    if (newest !== undefined && isOpen(newest.record.policyId)) {
      return { version: newest, standing: await this.#standing(newest, asker) }
    }
    // Where there is nothing to ask about, nothing is asked about: for the same time.
    const { versionId, policyId } = newest?.record ?? { versionId: zeroHash, policyId: zeroHash }
    const standing = await this.#chain.standing(versionId, { policyId, asker })
    if (newest !== undefined && mayKnow(policyId, standing)) return { version: newest, standing }

    const letIn = await this.#chain.letIn(this.#versions.policies, asker)
    const isVisible = (id: Hex) => isOpen(id) || letIn.has(id)
    const version = approved.find(({ record }) => isVisible(record.policyId))
    if (version !== undefined) return { version, standing: await this.#standing(version, asker) }
    throw (
      this.#versions.stoppedOf(slug).find((stopped) => isVisible(stopped.policyId))?.refusal ?? noSuchModel()
    )
  }

  /** Adds the public reason of a suspension or revocation, which stands only in the event. */
  async #withReason(error: WorkerError, versionId: Hex, { decision, head }: Standing): Promise<WorkerError> {
    if (error.code !== 'version_suspended' && error.code !== 'version_revoked') return error
    try {
      const reason = await this.#chain.findStopReason(versionId, decision.changedAt, head.number)
      return refusalFor(versionId, decision.status, reason)
    } catch {
      return error
    }
  }
}

function isOpen(policyId: Hex): boolean {
  return policyId === zeroHash
}

function isVersionId(model: string): boolean {
  return /^0x[0-9a-fA-F]{64}$/.test(model)
}

function lower(versionId: string): Hex {
  return versionId.toLowerCase() as Hex
}

/** What those are told who ask for a version that has just been stopped. Says nothing of who noticed it. */
function stopRefusal(versionId: Hex, { decision }: Standing): WorkerError {
  return decision.status === versionStatus.approved
    ? notFinal(versionId)
    : refusalFor(versionId, decision.status)
}

function sameDecision(version: KnownVersion, { decision }: Standing): boolean {
  return (
    decision.status === version.decision.status &&
    decision.changedAt === version.decision.changedAt &&
    decision.approvedAt === version.decision.approvedAt &&
    decision.policyId === version.decision.policyId
  )
}
