import { CommonwealError, type CommonwealErrorOptions } from '@commonweal/sdk/errors/CommonwealError'

/** What can go wrong between this program and a chain. */
export type ChainErrorCode =
  | 'rpc_unreachable'
  | 'wrong_chain'
  | 'unknown_deployment'
  | 'unknown_community'
  | 'unknown_version'
  | 'unknown_proposal'
  | 'unknown_policy'
  | 'unknown_member'
  | 'unknown_token'
  | 'unknown_round'
  | 'unknown_project'
  | 'not_eligible'
  | 'nothing_due'
  | 'round_unreadable'
  | 'round_differs'
  | 'not_member'
  | 'wrong_state'
  | 'transaction_refused'
  | 'transaction_failed'
  | 'transaction_unconfirmed'
  | 'insufficient_funds'
  | 'insufficient_tokens'
  | 'not_allowed'

/** The chain could not be read, or refused. */
export class ChainError extends CommonwealError {
  override name = 'ChainError'

  constructor(message: string, options: CommonwealErrorOptions & { code: ChainErrorCode }) {
    super(message, options)
  }
}
