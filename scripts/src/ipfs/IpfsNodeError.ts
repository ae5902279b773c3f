import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/** What the local IPFS node refuses or lacks, with the HTTP status it answers with. */
export class IpfsNodeError extends CommonwealError {
  override name = 'IpfsNodeError'
  readonly status: number

  constructor(
    message: string,
    options: {
      code: string
      status: number
      details?: Record<string, unknown>
      next?: string
      cause?: unknown
    },
  ) {
    super(message, options)
    this.status = options.status
  }
}
