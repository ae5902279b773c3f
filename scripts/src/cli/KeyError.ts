import { CommonwealError, type CommonwealErrorOptions } from '@commonweal/sdk/errors/CommonwealError'

/** There is no key to sign with, or it cannot be opened. Never holds any part of the key or the passphrase. */
export class KeyError extends CommonwealError {
  override name = 'KeyError'

  constructor(
    message: string,
    options: Omit<CommonwealErrorOptions, 'details'> & {
      code:
        | 'no_key'
        | 'invalid_key'
        | 'keystore_unreadable'
        | 'keystore_invalid'
        | 'no_passphrase'
        | 'wrong_passphrase'
    },
  ) {
    super(message, options)
  }
}
