/**
 * What the indexer's parts throw: a short message that names the thing, and the next step for the person who reads
 * it. Kept here and not taken from the SDK because the subgraph depends on the contracts alone.
 */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError'
  /** Stable, snake_case. */
  readonly code: string
  /** What was seen: last log lines, exit status, path. */
  readonly details: string | undefined
  /** What to do about it. */
  readonly next: string | undefined

  constructor(
    code: string,
    message: string,
    options: { details?: string; next?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details
    this.next = options.next
  }

  /** The whole of it for a terminal. */
  describe(): string {
    return [this.message, this.details, this.next === undefined ? undefined : `Next: ${this.next}`]
      .filter((line) => line !== undefined)
      .join('\n')
  }
}
