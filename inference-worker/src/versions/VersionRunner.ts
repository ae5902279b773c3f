import type { Logger } from 'pino'
import type { ArtifactStore } from '../artifacts/ArtifactStore.ts'
import type { BlockSource } from '../artifacts/BlockSource.ts'
import { type Bundle, fetchBundle } from '../artifacts/fetchBundle.ts'
import type { VersionRecord } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import { ModelProcess } from '../runtime/ModelProcess.ts'
import type { Output } from '../runtime/protocol.ts'
import { RequestQueue } from './RequestQueue.ts'

export interface RunnerSettings {
  dataDir: string
  threads: number
  loadTimeoutMs: number
  fetchTimeoutMs: number
  requestTimeoutMs: number
  maxBundleBytes: number
  maxQueue: number
}

export type RunnerState = 'fetching' | 'verifying' | 'loading' | 'ready' | 'refused'

/** Crashes without an answer in between after which a model is given up until the worker is started again. */
const maxCrashes = 5

/**
 * Brings one approved version to life and keeps it so.
 *
 * ```
 *  fetching ──bundle complete──> verifying ──all digests right──> loading ──> ready
 *   ^  │ retry, with growing pauses    │                             │          │ crash, or request past its deadline
 *   └──┘                               └─────────> refused <─────────┘          └──> verifying
 *  any ──suspended, revoked, expired──> stopped: the process is killed, what it was answering fails with the reason
 * ```
 */
export class VersionRunner {
  readonly record: VersionRecord
  readonly queue: RequestQueue
  readonly #store: ArtifactStore
  readonly #sources: readonly BlockSource[]
  readonly #settings: RunnerSettings
  readonly #log: Logger
  readonly #abort = new AbortController()
  #state: RunnerState = 'fetching'
  #error: WorkerError | undefined
  #bundle: Bundle | undefined
  #process: ModelProcess | undefined
  #crashes = 0
  #life: Promise<void> | undefined
  #wake: (() => void) | undefined

  constructor(
    record: VersionRecord,
    store: ArtifactStore,
    sources: readonly BlockSource[],
    settings: RunnerSettings,
    log: Logger,
  ) {
    this.record = record
    this.queue = new RequestQueue(settings.maxQueue)
    this.#store = store
    this.#sources = sources
    this.#settings = settings
    this.#log = log.child({ versionId: record.versionId })
  }

  get state(): RunnerState {
    return this.#state
  }

  /** Why it is refused, or what the last attempt at fetching failed on. */
  get error(): WorkerError | undefined {
    return this.#error
  }

  get manifest() {
    return this.#bundle?.manifest
  }

  /** The process that holds the model, once there is one. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  start(): void {
    this.#life ??= this.#live()
  }

  /** Stops at once and for good: kills the process, turns away the queue, ends a fetch. */
  async stop(reason: WorkerError): Promise<void> {
    if (this.#abort.signal.aborted) return
    this.#abort.abort(reason)
    this.queue.clear(reason)
    const killed = this.#process?.kill(reason)
    this.#wake?.()
    await killed
    await this.#life
  }

  /**
   * Answers some inputs, after those that came before.
   * @throws WorkerError of the version's state, the queue, the run, or the reason for which it was stopped meanwhile.
   */
  async run(
    task: 'text-classification' | 'feature-extraction',
    inputs: string[],
    signal: AbortSignal,
  ): Promise<Output[]> {
    this.assertReady()
    return this.queue.run(async () => {
      const process = this.assertReady()
      const outputs = await process.run(task, inputs, this.#settings.requestTimeoutMs, signal)
      this.#crashes = 0
      return outputs
    }, signal)
  }

  /** @throws WorkerError while there is no model to ask. */
  assertReady(): ModelProcess {
    if (this.#abort.signal.aborted) throw this.#abort.signal.reason
    if (this.#state === 'ready' && this.#process !== undefined) return this.#process
    const failure = this.#error
    // After a crash the model is on its way back; a fetch that fails has something to say.
    const passing = failure?.code === 'model_crashed' || failure?.code === 'request_timeout'
    if (failure !== undefined && (this.#state === 'refused' || (this.#state === 'fetching' && !passing))) {
      throw failure
    }
    throw new WorkerError(
      'version_loading',
      `Version ${this.record.versionId} is being made ready (${this.#state})`,
      {
        versionId: this.record.versionId,
        next: 'Try again in a few seconds.',
        retryAfterSeconds: 2,
      },
    )
  }

  async #live(): Promise<void> {
    const { signal } = this.#abort
    for (let attempt = 0; !signal.aborted; ) {
      try {
        await this.#bringUp(signal)
        attempt = 0
        const crash = await this.#crashOf(this.#process as ModelProcess)
        if (signal.aborted) break
        throw crash
      } catch (cause) {
        if (signal.aborted) break
        const error = this.#describe(cause)
        this.#error = error
        if (error.code === 'model_crashed') this.#crashes++
        const givenUp = this.#crashes >= maxCrashes
        if (!error.retryable || givenUp) {
          this.#state = 'refused'
          this.#log.error({ code: error.code, ...error.facts }, error.message)
          return
        }
        this.#state = 'fetching'
        const pause = Math.min(60_000, 500 * 2 ** attempt++)
        this.#log.warn({ code: error.code, retryInMs: pause, next: error.facts.next }, error.message)
        await this.#pause(pause)
      }
    }
  }

  async #bringUp(signal: AbortSignal): Promise<void> {
    this.#state = 'fetching'
    const started = performance.now()
    this.#bundle = await fetchBundle(this.record, this.#store, this.#sources, this.#settings, signal)
    const fetched = performance.now()
    this.#state = 'verifying'
    this.#process = await ModelProcess.load(this.#bundle, this.#store, this.#settings, signal, () => {
      this.#state = 'loading'
    })
    if (signal.aborted) {
      await this.#process.kill(signal.reason)
      throw signal.reason
    }
    this.#error = undefined
    this.#state = 'ready'
    this.#log.info(
      {
        pid: this.#process.pid,
        name: this.#bundle.manifest.name,
        version: this.#bundle.manifest.version,
        fetchMs: Math.round(fetched - started),
        loadMs: Math.round(performance.now() - fetched),
      },
      'model ready',
    )
  }

  #crashOf(process: ModelProcess): Promise<WorkerError> {
    return new Promise((resolve) => {
      const end = (error: WorkerError) => {
        this.#process = undefined
        this.#state = 'verifying'
        resolve(error)
      }
      process.onCrash = end
      this.#wake = () => end(this.#abort.signal.reason)
      if (process.ended !== undefined) end(process.ended)
    })
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #describe(cause: unknown): WorkerError {
    if (cause instanceof WorkerError) {
      return new WorkerError(
        cause.code,
        cause.message,
        { ...cause.facts, versionId: this.record.versionId },
        cause.cause,
      )
    }
    return new WorkerError(
      'internal',
      `Making the version ready failed: ${(cause as Error).message}`,
      {},
      cause,
    )
  }
}
