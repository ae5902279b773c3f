import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** Why a ballot cannot be taken. */
export type BallotErrorCode =
  | 'ballot_syntax'
  | 'ballot_too_large'
  | 'ballot_kind'
  | 'ballot_version'
  | 'ballot_invalid'
  | 'ballot_wrong_chain'
  | 'ballot_wrong_governor'
  | 'ballot_wrong_proposal'
  | 'ballot_expired'
  | 'ballot_signature'
  | 'ballot_signer'

/** A signed ballot that is not one, is for something else, or is not its voter's. */
export class BallotError extends CommonwealError {
  override name = 'BallotError'
  declare readonly code: BallotErrorCode

  constructor(message: string, options: CommonwealErrorOptions & { code: BallotErrorCode }) {
    super(message, options)
  }
}
