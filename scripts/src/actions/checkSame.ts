import { ChainError } from './ChainError.ts'

/**
 * Compares what was computed with what the chain says.
 *
 * @param what Names the number, as it would follow "The".
 * @throws ChainError `round_differs`.
 */
export function checkSame<T extends bigint | number | string | boolean>(
  what: string,
  computed: T,
  onChain: T,
): void {
  const [own, theirs] = [computed, onChain].map((value) =>
    typeof value === 'string' ? value.toLowerCase() : value,
  )
  if (own === theirs) return
  throw new ChainError(
    `The ${what} is ${computed} by what happened in the round; the chain says ${onChain}.`,
    {
      code: 'round_differs',
      details: { what, expected: String(computed), actual: String(onChain) },
      next: 'Ask another RPC, with --rpc-url. Where two of them agree on this, take no part in the round, and tell everyone.',
    },
  )
}
