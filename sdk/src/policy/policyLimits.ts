/** The most that a policy may hold. */
export const policyLimits = {
  clauses: 8,
  /** Terms of one clause. */
  terms: 16,
  /** Windows of a season as it is written; on chain a season may be any set of days. */
  windows: 12,
  /** Elders who have to consent. */
  consent: 32,
  labels: 32,
  /** The policy itself and all that it descends from, each counted once. More than these are not decided about. */
  parts: 16,
  /** Generations in a document. More than can be decided about, so that what has too many is told as such. */
  depth: 64,
} as const
