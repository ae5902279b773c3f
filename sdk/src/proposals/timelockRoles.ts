import { type Hex, keccak256, stringToHex, zeroHash } from 'viem'

/** Who may do what in a community's timelock, as OpenZeppelin's TimelockController and AccessControl name it. */
export const timelockRoles = {
  admin: zeroHash,
  proposer: keccak256(stringToHex('PROPOSER_ROLE')),
  canceller: keccak256(stringToHex('CANCELLER_ROLE')),
  executor: keccak256(stringToHex('EXECUTOR_ROLE')),
} as const satisfies Record<string, Hex>
/** A role in a timelock. */
export type TimelockRole = keyof typeof timelockRoles
