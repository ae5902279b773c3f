import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** A receipt that does not prove what it says. */
export class ReceiptError extends CommonwealError {
  override name = 'ReceiptError'

  constructor(
    message: string,
    options: Omit<CommonwealErrorOptions, 'code'> & {
      code: 'receipt_invalid' | 'receipt_signature' | 'receipt_signer' | 'receipt_salt'
    },
  ) {
    super(message, options)
  }
}
