import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/** Why the demo could not be put on the chain. */
export class SeedError extends CommonwealError {
  override name = 'SeedError'
}
