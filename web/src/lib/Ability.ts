/** Whether somebody may do something now; if not, why not, as a key of the feature's messages. */
export type Ability<Reason extends string> = { can: true } | { can: false; reason: Reason }

/** They may. */
export const able = { can: true } as const

/** They may not, and this is why. */
export function unable<Reason extends string>(reason: Reason): { can: false; reason: Reason } {
  return { can: false, reason }
}
