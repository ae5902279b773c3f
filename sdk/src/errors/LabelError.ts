import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

type LabelErrorOptions = Omit<CommonwealErrorOptions, 'code' | 'details'> & {
  code: 'hub_project_invalid' | 'label_salt' | 'label_mismatch'
  /** Where in a project of the Hub, as `tk_labels[3].unique_id`, where that is known. */
  at?: string
}

/** Labels that cannot be read, or do not open a commitment. */
export class LabelError extends CommonwealError {
  override name = 'LabelError'

  constructor(message: string, { at, ...rest }: LabelErrorOptions) {
    super(message, { ...rest, ...(at === undefined ? {} : { details: { at } }) })
  }
}
