import { CommonwealError, type CommonwealErrorOptions } from '@commonweal/sdk/errors/CommonwealError'

/** A folder of files that is not the bundle it should be. `details.path` names the file. */
export class BundleError extends CommonwealError {
  override name = 'BundleError'

  constructor(
    message: string,
    options: CommonwealErrorOptions & {
      code:
        | 'bundle_unreadable'
        | 'bundle_link'
        | 'bundle_limit'
        | 'bundle_refused'
        | 'file_missing'
        | 'file_unlisted'
        | 'size_mismatch'
        | 'digest_mismatch'
        | 'manifest_mismatch'
        | 'root_mismatch'
    },
  ) {
    super(message, options)
  }
}
