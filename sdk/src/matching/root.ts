import { MatchingError } from '../errors/MatchingError.ts'
import { matchingScale } from './matchingScale.ts'

/**
 * The root of a gift: ⌊√(c·K)⌋. Short of √c·√K by less than 1, which is 10^-16 of it at most.
 *
 * @param amount c: all that one donor gave to one project, in base units; not negative.
 * @returns In units of √K = 10^16 to the root of one base unit.
 * @throws MatchingError `amount_negative`.
 */
export function root(amount: bigint): bigint {
  if (amount < 0n) {
    throw new MatchingError(`A gift of ${amount} is less than nothing.`, { code: 'amount_negative' })
  }
  if (amount === 0n) return 0n
  const square = amount * matchingScale
  // One step of Newton's from anywhere ends at or above the root, and every further one comes down to it.
  const guess = BigInt(Math.ceil(Math.sqrt(Number(square))))
  let found = (guess + square / guess) >> 1n
  for (;;) {
    const next = (found + square / found) >> 1n
    if (next >= found) return found
    found = next
  }
}
