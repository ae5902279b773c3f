import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { WorkerError } from '../errors/WorkerError.ts'

/** Milliseconds in which a message has to be signed and sent. */
const lifetime = 5 * 60 * 1000
/** As many nonces are remembered as used at a time. */
const mostUsed = 100_000

const timeDigits = 12
const randomDigits = 32
const pattern = /^[0-9a-f]{76}$/

/**
 * Nonces for sign-in messages: valid for a while, and once. They carry their own proof of where they come from, so that
 * nobody who asks for many pushes out those of others; only the used ones are remembered, until they expire.
 */
export class NonceBook {
  readonly #key = randomBytes(32)
  readonly #used = new Map<string, number>()
  readonly #now: () => number
  readonly #most: number

  /** @param now Monotonic milliseconds. */
  constructor(now: () => number = () => performance.now(), limit = mostUsed) {
    this.#now = now
    this.#most = limit
  }

  /** @returns A nonce, and for how many milliseconds it is good. */
  issue(): { nonce: string; lifetime: number } {
    const time = Math.floor(this.#now()).toString(16).padStart(timeDigits, '0')
    const text = time + randomBytes(randomDigits / 2).toString('hex')
    return { nonce: text + this.#seal(text), lifetime }
  }

  /**
   * Uses a nonce up.
   * @returns Whether it was one of this book's, still good, and not used before.
   * @throws WorkerError `queue_full` where too many have been used lately to remember another.
   */
  use(nonce: string): boolean {
    const now = this.#now()
    if (!pattern.test(nonce)) return false
    const text = nonce.slice(0, timeDigits + randomDigits)
    const seal = Buffer.from(nonce.slice(timeDigits + randomDigits))
    if (!timingSafeEqual(seal, Buffer.from(this.#seal(text)))) return false
    const end = Number.parseInt(text.slice(0, timeDigits), 16) + lifetime
    if (now >= end) return false
    this.#forgetOver(now)
    if (this.#used.has(text)) return false
    if (this.#used.size >= this.#most) {
      throw new WorkerError('queue_full', 'Too many have signed in within the last minutes', {
        next: 'Try again in a few minutes.',
        retryAfterSeconds: 60,
      })
    }
    this.#used.set(text, end)
    return true
  }

  #forgetOver(now: number): void {
    // The oldest come first, nearly; only where there is no more room is it worth looking at all of them.
    for (const [text, end] of this.#used) {
      if (end > now && this.#used.size < this.#most) break
      if (end <= now) this.#used.delete(text)
    }
  }

  #seal(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('hex').slice(0, randomDigits)
  }
}
