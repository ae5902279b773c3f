import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** Why a policy, a request, or what a chain has of a policy cannot be used. */
export type PolicyErrorCode =
  | 'policy_invalid'
  | 'policy_contradiction'
  | 'policy_too_deep'
  | 'policy_too_many_parts'
  | 'policy_unwritable'
  | 'request_invalid'
  | 'rules_invalid'
  | 'time_invalid'

type PolicyErrorOptions = Omit<CommonwealErrorOptions, 'code' | 'details'> & {
  code: PolicyErrorCode
  details?: Readonly<Record<string, unknown>>
  /** Where, as `parents[0].season.windows[1].from`, where that is known. */
  at?: string
}

/** A policy that cannot be understood, and therefore permits nothing. */
export class PolicyError extends CommonwealError {
  override name = 'PolicyError'
  declare readonly code: PolicyErrorCode
  readonly at?: string

  constructor(message: string, { at, details, ...rest }: PolicyErrorOptions) {
    super(message, { ...rest, details: { ...(at === undefined ? {} : { at }), ...details } })
    if (at !== undefined) this.at = at
  }
}
