/** The bits of a member's roles, as `types/Roles.sol` has them. */
export const roleBits = { elder: 1, steward: 2, treasurer: 4 } as const

/** One of the roles a member may hold. */
export type Role = keyof typeof roleBits

/** The roles in a bit set. Bits without a meaning are left out; the contract refuses them. */
export function rolesOf(bits: number): Role[] {
  return (Object.keys(roleBits) as Role[]).filter((role) => (bits & roleBits[role]) !== 0)
}
