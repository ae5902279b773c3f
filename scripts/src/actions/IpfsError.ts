import { CommonwealError, type CommonwealErrorOptions } from '@commonweal/sdk/errors/CommonwealError'

/** An IPFS node or gateway that does not answer, or answers with something else than was asked for. */
export class IpfsError extends CommonwealError {
  override name = 'IpfsError'

  constructor(
    message: string,
    options: CommonwealErrorOptions & {
      code: 'ipfs_unreachable' | 'ipfs_refused' | 'ipfs_wrong_root' | 'ipfs_wrong_bytes'
    },
  ) {
    super(message, options)
  }
}
