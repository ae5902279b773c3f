import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** A bundle or its content identifier that is not of the one form this project uses. */
export class ArtifactError extends CommonwealError {
  override name = 'ArtifactError'

  constructor(
    message: string,
    options: Omit<CommonwealErrorOptions, 'code'> & { code: 'cid_refused' | 'bundle_refused' },
  ) {
    super(message, options)
  }
}
