import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/** The command was written in a way that cannot be carried out. The program ends with 2. */
export class UsageError extends CommonwealError {
  override name = 'UsageError'

  constructor(message: string, next?: string) {
    super(message, { code: 'usage', ...(next === undefined ? {} : { next }) })
  }
}
