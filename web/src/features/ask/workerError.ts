/** Every reason for which a worker gives no answer; each has a sentence and a next step in `messages`. */
export const workerErrors = [
  'version_not_approved',
  'version_suspended',
  'version_revoked',
  'version_expired',
  'version_not_yet',
  'version_superseded',
  'version_withheld',
  'policy_unsupported',
  'purpose_required',
  'protocol_purpose',
  'protocol_outreach',
  'protocol_commercial',
  'protocol_expired',
  'protocol_closed',
  'protocol_season',
  'model_not_found',
  'invalid_request',
  'version_loading',
  'artifact_mismatch',
  'artifact_unreachable',
  'chain_unavailable',
  'chain_disagreement',
  'lease_expired',
  'queue_full',
  'unreachable',
  'malformed',
  'other',
] as const

/** One of {@link workerErrors}. */
export type WorkerErrorKey = (typeof workerErrors)[number]

/** The message for the code of a worker's error. */
export function workerError(code: string): WorkerErrorKey {
  return workerErrors.find((key) => key === code) ?? 'other'
}
