import type { Stack } from '../stack.ts'

/** The first wallet of the stack that belongs to an elder, a steward, a plain member, or the contributor. */
export function walletOf(
  stack: Stack,
  who: 'elder' | 'steward' | 'member' | 'contributor',
): Stack['wallets'][number] {
  const wallet = stack.wallets.find(({ name }) => name.endsWith(who))
  if (wallet === undefined) throw new Error(`The stack has no wallet of ${who}`)
  return wallet
}
