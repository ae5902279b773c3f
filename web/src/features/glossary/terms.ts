/** The words of this app that somebody new to it may not know. Each has a name and an explanation in `messages`. */
export const terms = [
  'abstain',
  'address',
  'approval',
  'block',
  'chain',
  'charter',
  'community',
  'computer',
  'execute',
  'fingerprint',
  'index',
  'manifest',
  'member',
  'model',
  'proposal',
  'queue',
  'quorum',
  'receipt',
  'role',
  'signature',
  'timelock',
  'transaction',
  'version',
  'wallet',
] as const

/** One of {@link terms}. */
export type TermId = (typeof terms)[number]
