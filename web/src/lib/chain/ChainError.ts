import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/** The chain could not be read, or is not the one that is configured. */
export class ChainError extends CommonwealError {
  override name = 'ChainError'
}
