import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Address } from 'viem'
import { WorkerError } from '../errors/WorkerError.ts'

interface Session {
  digest: Buffer
  account: Address
  /** Monotonic milliseconds. */
  end: number
}

/** Sessions beyond which the one that was opened first ends. */
const most = 10_000

/**
 * Who has signed in, for a short while and in memory only. A token is 256 random bits; kept is its digest, so that
 * neither the book nor the time a look into it takes gives one away.
 */
export class SessionBook {
  readonly #sessions = new Map<string, Session>()
  readonly #seconds: number
  readonly #now: () => number
  readonly #most: number

  /** @param now Monotonic milliseconds: a clock set back must not lengthen a session. */
  constructor(seconds: number, now: () => number = () => performance.now(), limit = most) {
    this.#seconds = seconds
    this.#now = now
    this.#most = limit
  }

  /**
   * @param longest Milliseconds after which it is to end at the latest.
   * @returns The token, and for how many milliseconds it is good.
   */
  open(account: Address, longest = Number.POSITIVE_INFINITY): { token: string; lifetime: number } {
    const now = this.#now()
    for (const [key, { end }] of this.#sessions) if (end <= now) this.#sessions.delete(key)
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size >= this.#most && oldest !== undefined) this.#sessions.delete(oldest)

    const token = randomBytes(32).toString('base64url')
    const digest = digestOf(token)
    const lifetime = Math.min(this.#seconds * 1000, longest)
    this.#sessions.set(digest.toString('hex'), { digest, account, end: now + lifetime })
    return { token, lifetime }
  }

  /** @throws WorkerError `session_invalid` for a token that was never given, or has ended. */
  accountOf(token: string): Address {
    const digest = digestOf(token)
    const session = this.#sessions.get(digest.toString('hex'))
    if (session === undefined || !timingSafeEqual(session.digest, digest) || this.#now() >= session.end) {
      throw sessionInvalid()
    }
    return session.account
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The refusal of a token, whatever is wrong with it. */
export function sessionInvalid(): WorkerError {
  return new WorkerError('session_invalid', 'This session does not exist, or has ended', {
    next: 'Sign in again: GET /v1/session/nonce, then POST /v1/session. Without a session, leave the token out.',
  })
}
