/** What can go wrong while a page is read; each has a sentence and a next step in `messages`. */
export const readingErrors = [
  'chain_unreachable',
  'chain_mismatch',
  'community_unknown',
  'community_unreadable',
  'index_unreachable',
  'index_malformed',
  'proposal_unreadable',
  'settings_unreadable',
  'status_unreadable',
  'block_unreachable',
  'block_mismatch',
  'block_too_large',
  'manifest',
  'other',
] as const

/** One of {@link readingErrors}. */
export type ReadingErrorKey = (typeof readingErrors)[number]

/** The message for an error's code. All that can be wrong with a manifest is one thing to a reader. */
export function readingError(code: string): ReadingErrorKey {
  if (code.startsWith('manifest')) return 'manifest'
  return readingErrors.find((key) => key === code) ?? 'other'
}
