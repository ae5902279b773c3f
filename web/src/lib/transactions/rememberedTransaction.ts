import type { Hex } from 'viem'
import { isHash } from 'viem'

const prefix = 'commonweal.transaction.'

/** The transaction that was sent for `key` and not yet seen to its end, in this tab; survives a reload. */
export function recallTransaction(key: string): Hex | undefined {
  try {
    const value = sessionStorage.getItem(prefix + key)
    return value !== null && isHash(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Keeps a transaction's hash until {@link forgetTransaction}. */
export function keepTransaction(key: string, hash: Hex): void {
  try {
    sessionStorage.setItem(prefix + key, hash)
  } catch {
    // A browser that keeps nothing only loses the status after a reload, not the transaction.
  }
}

/** There is nothing more to follow. */
export function forgetTransaction(key: string): void {
  try {
    sessionStorage.removeItem(prefix + key)
  } catch {
    // See above.
  }
}
