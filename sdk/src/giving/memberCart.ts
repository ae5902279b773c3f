import type { Address, Hex } from 'viem'

/** The EIP-712 types of QuadraticFunding's `giveBySig`. */
export const memberCartTypes = {
  Cart: [
    { name: 'roundId', type: 'bytes32' },
    { name: 'giver', type: 'address' },
    { name: 'community', type: 'uint8' },
    { name: 'gifts', type: 'Gift[]' },
    { name: 'total', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
  Gift: [
    { name: 'project', type: 'uint32' },
    { name: 'amount', type: 'uint104' },
  ],
} as const

/** Gifts of a member that somebody else may bring to the chain, once. Amounts in base units of the round's token. */
export type MemberCart = {
  roundId: Hex
  giver: Address
  /** The place in the round of the community that the giver gives as a member of: 0 for the one whose round it is. */
  community: number
  gifts: readonly { project: number; amount: bigint }[]
  /** Any number that the giver has not used: carts with different ones are taken in any order. */
  nonce: bigint
  /** The last Unix second in which it is taken. */
  deadline: bigint
}

/**
 * What the contract's `eip712Domain()` answers. It is one contract for all communities of a chain, so that a cart can be
 * signed without asking the chain.
 */
export function fundingDomain({ chainId, quadraticFunding }: { chainId: number; quadraticFunding: Address }) {
  return {
    name: 'Commonweal Quadratic Funding',
    version: '1',
    chainId,
    verifyingContract: quadraticFunding,
  } as const
}

/** What all gifts of a cart come to, in base units. */
export const cartTotal = ({ gifts }: Pick<MemberCart, 'gifts'>): bigint =>
  gifts.reduce((sum, { amount }) => sum + amount, 0n)

/** What a member signs: EIP-712 typed data for a wallet, which shows every gift. */
export function memberCart(domain: ReturnType<typeof fundingDomain>, cart: MemberCart) {
  return {
    domain,
    types: memberCartTypes,
    primaryType: 'Cart',
    message: { ...cart, total: cartTotal(cart) },
  } as const
}
