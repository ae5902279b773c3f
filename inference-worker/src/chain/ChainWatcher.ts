import type { Logger } from 'pino'
import { WorkerError } from '../errors/WorkerError.ts'
import type { Chain, Observation } from './Chain.ts'
import type { Block } from './RpcEndpoint.ts'

export interface WatcherSettings {
  pollMs: number
  leaseSeconds: number
  maxHeadAgeSeconds: number
}

/**
 * Keeps looking at the chain and holds the lease: the right to answer lasts only while the head is confirmed, by
 * every RPC, again and again.
 *
 * ```
 *   waiting ──first agreed, fresh head──> confirmed ──lease runs out, RPC fails or disagrees──> refusing
 *                                             ^──────────────agreed, fresh head again────────────────┘
 * ```
 */
export class ChainWatcher {
  readonly #chain: Chain
  readonly #settings: WatcherSettings
  readonly #log: Logger
  readonly #onObservation: (observation: Observation, fresh: boolean) => void
  readonly #now: () => number
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #looking: Promise<void> | undefined
  #head: Block | undefined
  #headSince = 0
  #confirmedAt: number | undefined
  #failure: WorkerError | undefined

  constructor(
    chain: Chain,
    settings: WatcherSettings,
    log: Logger,
    onObservation: (observation: Observation, fresh: boolean) => void,
    /** Monotonic milliseconds: a clock set back must not lengthen a lease. */
    now: () => number = () => performance.now(),
  ) {
    this.#chain = chain
    this.#settings = settings
    this.#log = log
    this.#onObservation = onObservation
    this.#now = now
  }

  start(): void {
    const look = async () => {
      this.#looking = this.look()
      await this.#looking
      if (!this.#stopped) this.#timer = setTimeout(look, this.#settings.pollMs)
    }
    void look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  get head(): Block | undefined {
    return this.#head
  }

  /** Seconds since the chain last moved, or since the head's own time where that is longer. */
  get headAgeSeconds(): number | undefined {
    return this.#head === undefined ? undefined : this.#ageOf(this.#head, this.#headSince)
  }

  /** Seconds since every RPC last confirmed a fresh head. */
  get confirmedSecondsAgo(): number | undefined {
    return this.#confirmedAt === undefined ? undefined : (this.#now() - this.#confirmedAt) / 1000
  }

  /** Why nothing may be answered at this moment; undefined while the lease stands. */
  get refusal(): WorkerError | undefined {
    const failure = this.#failure
    if (failure !== undefined && failure.code !== 'chain_unavailable') return failure
    const ago = this.confirmedSecondsAgo
    if (ago === undefined) {
      return (
        failure ??
        new WorkerError('chain_unavailable', 'The chain has not been read yet', {
          next: 'Try again in a moment.',
          retryAfterSeconds: 1,
        })
      )
    }
    if (ago > this.#settings.leaseSeconds) {
      return new WorkerError(
        'lease_expired',
        `The chain has not been confirmed for ${Math.floor(ago)} s (the lease is ${this.#settings.leaseSeconds} s)${
          failure === undefined ? '' : `: ${failure.message}`
        }`,
        { next: 'Check the RPC; the worker answers again as soon as it does.', retryAfterSeconds: 5 },
        failure,
      )
    }
    return undefined
  }

  /** @throws WorkerError when the lease does not stand. */
  assertConfirmed(): void {
    const refusal = this.refusal
    if (refusal !== undefined) throw refusal
  }

  /** One look at the chain. Never throws: what went wrong becomes the refusal. */
  async look(): Promise<void> {
    try {
      const observation = await this.#chain.observe()
      if (this.#stopped) return
      this.#noteHead(observation.head)
      const age = this.headAgeSeconds ?? 0
      const fresh = age <= this.#settings.maxHeadAgeSeconds
      // A look too old to allow anything is still good enough to stop what it takes back.
      this.#onObservation(observation, fresh)
      if (!fresh) {
        throw new WorkerError(
          'chain_stale',
          `The newest block (${observation.head.number}) is ${Math.floor(age)} s old; at most ${this.#settings.maxHeadAgeSeconds} s are accepted`,
          {
            next: 'The RPC is behind, the chain has stopped or this machine’s clock is wrong. Check all three.',
          },
        )
      }
      this.#confirmedAt = this.#now()
      if (this.#failure !== undefined)
        this.#log.info({ head: Number(observation.head.number) }, 'chain confirmed again')
      this.#failure = undefined
    } catch (cause) {
      if (this.#stopped) return
      const failure =
        cause instanceof WorkerError
          ? cause
          : new WorkerError('internal', `Looking at the chain failed: ${(cause as Error).message}`, {}, cause)
      if (this.#failure?.message !== failure.message) {
        this.#log.warn({ code: failure.code, next: failure.facts.next }, failure.message)
      }
      this.#failure = failure
    }
  }

  #noteHead(head: Block): void {
    if (this.#head === undefined || head.number !== this.#head.number || head.hash !== this.#head.hash) {
      this.#headSince = this.#now()
    }
    this.#head = head
  }

  #ageOf(head: Block, since: number): number {
    // A local chain may run ahead of the clock on the wall, hence the second measure.
    const behindWallClock = Date.now() / 1000 - Number(head.timestamp)
    return Math.max(0, behindWallClock, (this.#now() - since) / 1000)
  }
}
