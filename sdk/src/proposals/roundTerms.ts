import type { Address, Hex } from 'viem'

/**
 * What a round of quadratic funding is, for good from when it is opened: `Terms` of IQuadraticFunding, which says more of
 * each. Moments in Unix seconds, amounts in base units of the token.
 */
export type RoundTerms = {
  communityId: Hex
  /** Communities whose members may give too. */
  others: readonly Hex[]
  token: Address
  givingFrom: number
  givingUntil: number
  reviewUntil: number
  expiresAt: number
  /** The most that a project is matched with. 0: no cap. */
  cap: bigint
  minGift: bigint
  leastPool: bigint
  deposit: bigint
  /** M: see `pairOf`. */
  householdBound: bigint
  /** In seconds. */
  undoPeriod: number
  scaleUp: boolean
  /** sha256 of the text for people. */
  document: Hex
}
