import { type Address, getAddress, type Hex } from 'viem'
import { parseSiweMessage } from 'viem/siwe'
import type { Chain } from '../chain/Chain.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import type { NonceBook } from './NonceBook.ts'
import type { SessionBook } from './SessionBook.ts'

/** What a message has to say to be taken. */
export interface SignInTerms {
  nonce: string
  /** Until when, as an ISO time. */
  expiresAt: string
  domains: string[]
  chainId: number
}

export interface OpenedSession {
  token: string
  /** As an ISO time. */
  expiresAt: string
  account: Address
}

/**
 * A message of EIP-4361, whole and nothing else: what a wallet shows field by field. The fields are read by viem, which
 * looks for them anywhere in a text.
 */
const shape =
  /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:\/\/)?[^\s/]+ wants you to sign in with your Ethereum account:\n0x[0-9a-fA-F]{40}\n\n(?:[^\n]+\n)?\nURI: [^\n]+\nVersion: 1\nChain ID: \d+\nNonce: [a-zA-Z0-9]{8,}\nIssued At: [^\n]+(?:\nExpiration Time: [^\n]+)?(?:\nNot Before: [^\n]+)?(?:\nRequest ID: [^\n]*)?(?:\nResources:(?:\n- [^\n]+)*)?$/

/** Sign-in with Ethereum (EIP-4361): a message of this worker's terms, signed by an account, opens a session for it. */
export class SignIn {
  readonly #chain: Pick<Chain, 'chainId' | 'verifyMessage'>
  readonly #nonces: NonceBook
  readonly #sessions: SessionBook
  readonly #domains: ReadonlySet<string>
  readonly #now: () => number

  /** @param now Milliseconds by the clock on the wall, which the times in messages go by. */
  constructor(
    chain: Pick<Chain, 'chainId' | 'verifyMessage'>,
    nonces: NonceBook,
    sessions: SessionBook,
    domains: ReadonlySet<string>,
    now: () => number = Date.now,
  ) {
    this.#chain = chain
    this.#nonces = nonces
    this.#sessions = sessions
    this.#domains = domains
    this.#now = now
  }

  terms(): SignInTerms {
    const { nonce, lifetime } = this.#nonces.issue()
    return {
      nonce,
      expiresAt: new Date(this.#now() + lifetime).toISOString(),
      domains: [...this.#domains],
      chainId: this.#chain.chainId,
    }
  }

  /** @throws WorkerError `sign_in_refused`, naming the field at fault; `queue_full`; those of the chain. */
  async open(text: string, signature: Hex): Promise<OpenedSession> {
    if (!shape.test(text)) throw refused('message', 'is not a message of EIP-4361')
    const { address, domain, chainId, nonce, expirationTime, notBefore, issuedAt } = parseSiweMessage(text)
    if (address === undefined || nonce === undefined) throw refused('message', 'is not a message of EIP-4361')
    if (domain === undefined || !this.#domains.has(domain)) {
      throw refused('domain', `is ${domain}, which nobody signs in for here`)
    }
    if (chainId !== this.#chain.chainId) {
      throw refused('chainId', `is ${chainId}; this worker reads chain ${this.#chain.chainId}`)
    }
    const now = this.#now()
    if ([expirationTime, notBefore, issuedAt].some((time) => Number.isNaN(time?.getTime()))) {
      throw refused('message', 'holds a time that is none')
    }
    const longest = expirationTime === undefined ? Number.POSITIVE_INFINITY : expirationTime.getTime() - now
    if (longest <= 0) throw refused('expirationTime', 'is over')
    if (notBefore !== undefined && now < notBefore.getTime()) throw refused('notBefore', 'has not come')
    if (!this.#nonces.use(nonce))
      throw refused('nonce', 'is not one of this worker’s, was used, or has expired')
    const account = getAddress(address)
    if (!(await this.#chain.verifyMessage(account, text, signature))) {
      throw refused('signature', `is not one of ${account}`)
    }
    const { token, lifetime } = this.#sessions.open(account, longest)
    return { token, expiresAt: new Date(now + lifetime).toISOString(), account }
  }
}

function refused(param: string, what: string): WorkerError {
  return new WorkerError('sign_in_refused', `The sign-in is refused: its ${param} ${what}`, {
    param,
    next: 'Ask GET /v1/session/nonce for a new nonce and what a message has to say, and sign again.',
  })
}
