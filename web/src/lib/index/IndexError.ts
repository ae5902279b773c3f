import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/** The index (the subgraph) could not be read, or answered with something it should not. */
export class IndexError extends CommonwealError {
  override name = 'IndexError'
}
