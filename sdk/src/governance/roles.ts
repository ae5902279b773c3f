import { CommonwealError } from '../errors/CommonwealError.ts'

/** Bits of a member's roles, as in the contracts' Roles.sol. */
export const roleBits = { elder: 1, steward: 2, treasurer: 4 } as const
/** A role a member may hold. */
export type Role = keyof typeof roleBits

/** The bits of some roles. */
export function encodeRoles(roles: readonly Role[]): number {
  return roles.reduce((bits, role) => bits | roleBits[role], 0)
}

/**
 * The roles in some bits.
 *
 * @throws CommonwealError `unknown_role` for a bit without a meaning.
 */
export function decodeRoles(bits: number): Role[] {
  const roles = (Object.keys(roleBits) as Role[]).filter((role) => (bits & roleBits[role]) !== 0)
  if (encodeRoles(roles) !== bits) {
    throw new CommonwealError(`Roles ${bits} hold a bit without a meaning.`, {
      code: 'unknown_role',
      details: { bits },
    })
  }
  return roles
}
