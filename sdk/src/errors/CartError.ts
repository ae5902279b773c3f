import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** Why a cart cannot be taken. */
export type CartErrorCode =
  | 'cart_syntax'
  | 'cart_too_large'
  | 'cart_kind'
  | 'cart_version'
  | 'cart_invalid'
  | 'cart_wrong_chain'
  | 'cart_wrong_contract'

/** A signed cart of gifts that is not one, or is for another place. */
export class CartError extends CommonwealError {
  override name = 'CartError'
  declare readonly code: CartErrorCode

  constructor(message: string, options: CommonwealErrorOptions & { code: CartErrorCode }) {
    super(message, options)
  }
}
