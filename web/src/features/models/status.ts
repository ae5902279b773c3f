/** `IModelRegistry.Status`, in the order of its enum. */
export const statuses = [
  'Unknown',
  'Submitted',
  'ConsentPending',
  'Consented',
  'Approved',
  'Suspended',
  'Revoked',
  'Withdrawn',
] as const

/** One of {@link statuses}. */
export type Status = (typeof statuses)[number]

/** What a community's computers may do with a version now, in one word. */
export const standings = [
  'unknown',
  'waiting',
  'usable',
  'notYet',
  'expired',
  'suspended',
  'revoked',
  'withdrawn',
] as const

/** One of {@link standings}. */
export type Standing = (typeof standings)[number]

/**
 * @param status What the registry answers.
 * @param window Unix seconds; null for no bound.
 * @param now Unix seconds of the latest block.
 */
export function standingOf(
  status: Status,
  window: { notBefore: number | null; expiresAt: number | null },
  now: number,
): Standing {
  switch (status) {
    case 'Unknown':
      return 'unknown'
    case 'Submitted':
    case 'ConsentPending':
    case 'Consented':
      return 'waiting'
    case 'Approved':
      if (window.notBefore !== null && now < window.notBefore) return 'notYet'
      if (window.expiresAt !== null && now >= window.expiresAt) return 'expired'
      return 'usable'
    case 'Suspended':
      return 'suspended'
    case 'Revoked':
      return 'revoked'
    case 'Withdrawn':
      return 'withdrawn'
  }
}
