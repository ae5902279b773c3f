import { modelId } from '@commonweal/sdk/identifiers/modelId'
import type { Hex } from 'viem'
import type { Chain, Standing } from '../chain/Chain.ts'
import type { ChainWatcher } from '../chain/ChainWatcher.ts'
import { versionStatus } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import { type Allowed, decide, refusalFor } from '../policy/decide.ts'
import type { IssuedReceipt, ReceiptBook } from '../receipts/ReceiptBook.ts'
import type { Output } from '../runtime/protocol.ts'
import { type KnownVersion, notFinal, type VersionSet } from '../versions/VersionSet.ts'

export type AnswerTask = 'text-classification' | 'feature-extraction'

export interface Question {
  task: AnswerTask
  /** A version id or a slug, as the client wrote it. Never handed to the runtime. */
  model: string
  inputs: string[]
  /** The request's body as received: what the receipt commits to. */
  body: unknown
}

export interface Answer<T> {
  versionId: Hex
  data: T
  tokens: number
  /** Words that the community wants said with every answer. */
  attribution: string | null
  decision: Allowed & { approvedAt: number; approvalBlock: number; approvalTransaction: Hex }
  receipt: IssuedReceipt
}

/**
 * Answers a question, if the community says so: the chain is asked before the model runs and once more before the
 * answer leaves, so that a revocation in between takes effect.
 */
export class AnswerService {
  readonly #chain: Chain
  readonly #watcher: ChainWatcher
  readonly #versions: VersionSet
  readonly #receipts: ReceiptBook

  constructor(chain: Chain, watcher: ChainWatcher, versions: VersionSet, receipts: ReceiptBook) {
    this.#chain = chain
    this.#watcher = watcher
    this.#versions = versions
    this.#receipts = receipts
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
    this.#watcher.assertConfirmed()
    const version = await this.#resolve(question.model)
    await this.#check(version)
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
    const allowed = await this.#check(version)
    this.#watcher.assertConfirmed()
    const receipt = await this.#receipts.issue({
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
    })
    return {
      versionId: record.versionId,
      data,
      tokens: outputs.reduce((sum, output) => sum + output.tokens, 0),
      attribution: manifest.attribution ?? null,
      decision: {
        ...allowed,
        approvedAt: version.decision.approvedAt,
        approvalBlock: Number(version.evidence.block),
        approvalTransaction: version.evidence.transaction,
      },
      receipt,
    }
  }

  /** Asks the chain itself about a version; a no kills it on the spot. */
  async #check(version: KnownVersion): Promise<Allowed> {
    const { versionId } = version.record
    const standing = await this.#chain.standing(versionId)
    try {
      const allowed = decide(version.record, standing)
      // Approved again after a suspension: not the approval this process was started for.
      if (!sameDecision(version, standing)) throw notFinal(versionId)
      // The watcher may have stopped it while the chain was being asked.
      if (this.#versions.get(versionId) !== version) {
        throw this.#versions.stopped(versionId)?.refusal ?? notFinal(versionId)
      }
      return allowed
    } catch (cause) {
      if (!(cause instanceof WorkerError)) throw cause
      if (!sameDecision(version, standing)) this.#versions.stop(versionId, cause, standing.decision.changedAt)
      throw await this.#withReason(cause, versionId, standing)
    }
  }

  async #resolve(model: string): Promise<KnownVersion> {
    if (/^0x[0-9a-fA-F]{64}$/.test(model)) {
      const versionId = model.toLowerCase() as Hex
      const known = this.#versions.get(versionId)
      if (known !== undefined) return known
      const status = await this.#chain.status(versionId)
      if (status === versionStatus.approved) throw notFinal(versionId)
      throw await this.#withReason(refusalFor(versionId, status), versionId)
    }
    if (!/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(model)) throw unknownModel()
    const newest = this.#versions.newestOf(model)
    if (newest !== undefined) return newest
    const stopped = this.#versions.stoppedOf(model)
    if (stopped !== undefined) throw stopped.refusal
    const slug = await this.#chain.slug(modelId(this.#chain.community, model))
    if (slug === '') throw unknownModel()
    throw new WorkerError('version_not_approved', `No version of ${model} is approved by this community`, {
      next: 'Propose one to the community; it runs once the vote has been executed.',
    })
  }

  /** Adds the public reason of a suspension or revocation, which stands only in the event. */
  async #withReason(error: WorkerError, versionId: Hex, standing?: Standing): Promise<WorkerError> {
    if (error.code !== 'version_suspended' && error.code !== 'version_revoked') return error
    try {
      const { decision, head } = standing ?? (await this.#chain.standing(versionId))
      const reason = await this.#chain.findStopReason(versionId, decision.changedAt, head.number)
      return refusalFor(versionId, decision.status, reason)
    } catch {
      return error
    }
  }
}

function sameDecision(version: KnownVersion, { decision }: Standing): boolean {
  return (
    decision.status === version.decision.status &&
    decision.changedAt === version.decision.changedAt &&
    decision.approvedAt === version.decision.approvedAt &&
    decision.policyId === version.decision.policyId
  )
}

function unknownModel(): WorkerError {
  return new WorkerError('model_not_found', 'There is no such model in this community', {
    param: 'model',
    next: 'GET /v1/models lists what can be asked.',
  })
}
