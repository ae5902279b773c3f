import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** A file that is not a proposal's draft. */
export class DraftError extends CommonwealError {
  override name = 'DraftError'

  constructor(
    message: string,
    options: CommonwealErrorOptions & {
      code: 'draft_syntax' | 'draft_kind' | 'draft_version' | 'draft_invalid'
    },
  ) {
    super(message, options)
  }
}
