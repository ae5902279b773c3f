import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/** Every way in which this node says no. The HTTP status and whether trying again can help follow from the code. */
export const workerErrors = {
  invalid_request: { status: 400, type: 'invalid_request_error', retryable: false },
  payload_too_large: { status: 413, type: 'invalid_request_error', retryable: false },
  not_found: { status: 404, type: 'invalid_request_error', retryable: false },
  model_not_found: { status: 404, type: 'invalid_request_error', retryable: false },
  task_mismatch: { status: 400, type: 'invalid_request_error', retryable: false },
  version_not_approved: { status: 403, type: 'permission_error', retryable: false },
  version_suspended: { status: 403, type: 'permission_error', retryable: false },
  version_revoked: { status: 403, type: 'permission_error', retryable: false },
  version_superseded: { status: 403, type: 'permission_error', retryable: false },
  version_withheld: { status: 403, type: 'permission_error', retryable: false },
  version_expired: { status: 403, type: 'permission_error', retryable: false },
  version_not_yet: { status: 403, type: 'permission_error', retryable: false },
  policy_unsupported: { status: 403, type: 'permission_error', retryable: false },
  purpose_required: { status: 400, type: 'invalid_request_error', retryable: false },
  protocol_purpose: { status: 403, type: 'permission_error', retryable: false },
  protocol_outreach: { status: 403, type: 'permission_error', retryable: false },
  protocol_commercial: { status: 403, type: 'permission_error', retryable: false },
  protocol_expired: { status: 403, type: 'permission_error', retryable: false },
  protocol_closed: { status: 403, type: 'permission_error', retryable: false },
  protocol_season: { status: 403, type: 'permission_error', retryable: false },
  sign_in_refused: { status: 401, type: 'authentication_error', retryable: false },
  session_invalid: { status: 401, type: 'authentication_error', retryable: false },
  queue_full: { status: 429, type: 'rate_limit_error', retryable: true },
  version_loading: { status: 503, type: 'service_unavailable', retryable: true },
  capacity_reached: { status: 503, type: 'service_unavailable', retryable: false },
  artifact_mismatch: { status: 503, type: 'service_unavailable', retryable: false },
  artifact_unreachable: { status: 503, type: 'service_unavailable', retryable: true },
  manifest_refused: { status: 503, type: 'service_unavailable', retryable: false },
  model_refused: { status: 503, type: 'service_unavailable', retryable: false },
  model_crashed: { status: 503, type: 'service_unavailable', retryable: true },
  storage_failed: { status: 503, type: 'service_unavailable', retryable: true },
  chain_unavailable: { status: 503, type: 'service_unavailable', retryable: true },
  chain_disagreement: { status: 503, type: 'service_unavailable', retryable: true },
  chain_stale: { status: 503, type: 'service_unavailable', retryable: true },
  lease_expired: { status: 503, type: 'service_unavailable', retryable: true },
  shutting_down: { status: 503, type: 'service_unavailable', retryable: true },
  request_cancelled: { status: 499, type: 'invalid_request_error', retryable: false },
  request_timeout: { status: 504, type: 'service_unavailable', retryable: true },
  inference_failed: { status: 500, type: 'server_error', retryable: false },
  wrong_chain: { status: 503, type: 'service_unavailable', retryable: false },
  unknown_community: { status: 503, type: 'service_unavailable', retryable: false },
  invalid_configuration: { status: 500, type: 'server_error', retryable: false },
  internal: { status: 500, type: 'server_error', retryable: false },
} as const

export type WorkerErrorCode = keyof typeof workerErrors

/** What a person or a program can be told besides the sentence. Never holds a payload. */
export interface WorkerErrorFacts {
  next?: string
  /** Chain time (Unix seconds) at which the answer may change. */
  until?: number
  /** The reason of a cultural protocol, by its name in the sdk. */
  reason?: string
  policyId?: string
  versionId?: string
  path?: string
  expected?: string
  actual?: string
  /** The request's field at fault. */
  param?: string
  retryAfterSeconds?: number
}

/** A refusal or a failure of this node, with a code that clients can rely on. */
export class WorkerError extends CommonwealError {
  readonly facts: WorkerErrorFacts
  override readonly code: WorkerErrorCode

  constructor(code: WorkerErrorCode, message: string, facts: WorkerErrorFacts = {}, cause?: unknown) {
    super(message, { code, next: facts.next, cause })
    this.name = 'WorkerError'
    this.code = code
    this.facts = facts
  }

  get status(): number {
    return workerErrors[this.code].status
  }

  /** Whether the same attempt can succeed later without anybody changing anything. */
  get retryable(): boolean {
    return workerErrors[this.code].retryable
  }
}
