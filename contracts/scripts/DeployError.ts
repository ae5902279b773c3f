/** A deployment that was refused or did not finish, with what to do next. */
export class DeployError extends Error {
  override readonly name = 'DeployError'
  readonly details: string | undefined
  readonly next: string | undefined

  constructor(message: string, options: { details?: string; next?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.details = options.details
    this.next = options.next
  }
}
