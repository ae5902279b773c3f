/** Facts a program or a log may want: paths, digests, addresses. Never secrets or payloads. */
export type CommonwealErrorDetails = Readonly<Record<string, unknown>> | string

/** What every error of Commonweal can say beyond its message. */
export type CommonwealErrorOptions = {
  /** Stable identifier for programs, in snake_case. Messages may be reworded, codes may not. */
  code: string
  details?: CommonwealErrorDetails
  /** What the reader can do now, one sentence. */
  next?: string
  cause?: unknown
}

/**
 * The base of every error this project throws on purpose: a short message that names the thing, a stable code,
 * details, and the next step.
 */
export class CommonwealError extends Error {
  override name = 'CommonwealError'
  readonly code: string
  readonly details?: CommonwealErrorDetails
  readonly next?: string

  constructor(message: string, { code, details, next, cause }: CommonwealErrorOptions) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    if (details !== undefined) this.details = details
    if (next !== undefined) this.next = next
  }

  /** The form that is printed for programs. Leaves out the stack and the cause, which may hold machine paths. */
  toJSON(): { code: string; message: string; next?: string; details?: CommonwealErrorDetails } {
    return {
      code: this.code,
      message: this.message,
      ...(this.next === undefined ? {} : { next: this.next }),
      ...(this.details === undefined ? {} : { details: this.details }),
    }
  }
}
