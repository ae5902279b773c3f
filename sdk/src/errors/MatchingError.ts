import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** Why a round's match cannot be computed. */
export type MatchingErrorCode =
  | 'round_invalid'
  | 'amount_negative'
  | 'tally_too_large'
  | 'too_many_projects'
  | 'project_unknown'

type MatchingErrorOptions = Omit<CommonwealErrorOptions, 'code' | 'details'> & {
  code: MatchingErrorCode
  details?: Readonly<Record<string, unknown>>
  /** Where in the round's document, as `gifts[3].amount`, where that is known. */
  at?: string
}

/** A round that cannot be understood, or is larger than the contract takes. */
export class MatchingError extends CommonwealError {
  override name = 'MatchingError'
  declare readonly code: MatchingErrorCode
  readonly at?: string

  constructor(message: string, { at, details, ...rest }: MatchingErrorOptions) {
    super(message, { ...rest, details: { ...(at === undefined ? {} : { at }), ...details } })
    if (at !== undefined) this.at = at
  }
}
