import { WorkerError } from '../errors/WorkerError.ts'

interface Job {
  start(): void
  reject(error: WorkerError): void
}

/** First come, first served, one at a time, and no more waiting than fit. */
export class RequestQueue {
  readonly #limit: number
  readonly #waiting = new Set<Job>()
  #busy = false
  #secondsPerJob = 0.1

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#waiting.size + (this.#busy ? 1 : 0)
  }

  /**
   * Waits for its turn, then does the work.
   * @throws WorkerError `queue_full`, with the seconds after which trying again makes sense; `request_cancelled`.
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#busy && this.#waiting.size >= this.#limit) {
      const seconds = Math.max(1, Math.ceil(this.size * this.#secondsPerJob))
      throw new WorkerError('queue_full', `${this.size} requests are waiting for this model already`, {
        next: `Try again in ${seconds} s.`,
        retryAfterSeconds: seconds,
      })
    }
    await this.#turn(signal)
    const started = performance.now()
    try {
      return await work()
    } finally {
      this.#secondsPerJob = 0.8 * this.#secondsPerJob + 0.2 * ((performance.now() - started) / 1000)
      this.#busy = false
      const [next] = this.#waiting
      if (next !== undefined) {
        this.#waiting.delete(next)
        this.#busy = true
        next.start()
      }
    }
  }

  /** Turns away everything that waits. */
  clear(reason: WorkerError): void {
    for (const job of this.#waiting) job.reject(reason)
    this.#waiting.clear()
  }

  #turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(cancelled())
    if (!this.#busy) {
      this.#busy = true
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const settle = () => signal.removeEventListener('abort', abort)
      const job: Job = {
        start: () => {
          settle()
          resolve()
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      }
      const abort = () => {
        this.#waiting.delete(job)
        reject(cancelled())
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#waiting.add(job)
    })
  }
}

function cancelled(): WorkerError {
  return new WorkerError('request_cancelled', 'The client went away')
}
