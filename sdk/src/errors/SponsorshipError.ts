import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** Why a sponsorship cannot be taken. */
export type SponsorshipErrorCode =
  | 'sponsorship_syntax'
  | 'sponsorship_too_large'
  | 'sponsorship_kind'
  | 'sponsorship_version'
  | 'sponsorship_invalid'
  | 'sponsorship_wrong_chain'
  | 'sponsorship_wrong_governor'
  | 'sponsorship_wrong_proposal'
  | 'sponsorship_expired'
  | 'sponsorship_signature'
  | 'sponsorship_signer'

/** A signed sponsorship that is not one, is for something else, or is not its sponsor's. */
export class SponsorshipError extends CommonwealError {
  override name = 'SponsorshipError'
  declare readonly code: SponsorshipErrorCode

  constructor(message: string, options: CommonwealErrorOptions & { code: SponsorshipErrorCode }) {
    super(message, options)
  }
}
