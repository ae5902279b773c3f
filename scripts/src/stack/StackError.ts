import { CommonwealError, type CommonwealErrorOptions } from '@commonweal/sdk/errors/CommonwealError'

/** Why the local stack did not start or had to stop. */
export class StackError extends CommonwealError {
  override name = 'StackError'
  /** Last lines of the log of the part that failed, oldest first. */
  readonly logTail: readonly string[]
  /** Where the whole log is. */
  readonly logPath: string | undefined

  constructor(
    message: string,
    options: CommonwealErrorOptions & { logTail?: readonly string[]; logPath?: string },
  ) {
    super(message, options)
    this.logTail = options.logTail ?? []
    this.logPath = options.logPath
  }
}
