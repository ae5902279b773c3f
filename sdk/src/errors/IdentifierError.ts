import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** A slug, id or address that cannot be what it is given for. */
export class IdentifierError extends CommonwealError {
  override name = 'IdentifierError'

  constructor(
    message: string,
    options: Omit<CommonwealErrorOptions, 'code'> & { code: 'invalid_slug' | 'invalid_identifier' },
  ) {
    super(message, options)
  }
}
