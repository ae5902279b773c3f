import { formatUnits, parseUnits } from 'viem'
import type { Token } from '../actions/readToken.ts'
import { UsageError } from './UsageError.ts'

/** What a token's amounts are called after. */
export const nameOf = ({ address, symbol }: Token): string => (symbol === '' ? `of ${address}` : symbol)

/** An amount as people read it: whole tokens. */
export function formatAmount(token: Token, amount: bigint): string {
  return `${formatUnits(amount, token.decimals)} ${nameOf(token)}`
}

/** Base units of an amount in whole tokens; undefined where it is none, or finer than the token. */
export function readTokens(text: string, decimals: number): bigint | undefined {
  const [, fraction = ''] = /^(?:0|[1-9][0-9]{0,59})(?:\.([0-9]{1,60}))?$/.exec(text) ?? []
  const isAmount = /^(?:0|[1-9][0-9]{0,59})(?:\.[0-9]{1,60})?$/.test(text)
  return isAmount && fraction.length <= decimals ? parseUnits(text, decimals) : undefined
}

/**
 * An amount that somebody typed, in whole tokens.
 *
 * @returns Base units, more than none.
 * @throws UsageError
 */
export function parseAmount(name: string, token: Token, text: string): bigint {
  const amount = readTokens(text, token.decimals)
  if (amount !== undefined && amount > 0n) return amount
  throw new UsageError(
    `${name} ${JSON.stringify(text)} is not an amount of ${token.symbol || token.address}.`,
    `Give whole tokens, with at most ${token.decimals} digits after the point: 2.5 and not 2,5.`,
  )
}
