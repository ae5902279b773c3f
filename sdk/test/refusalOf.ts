import { CommonwealError } from '../src/errors/CommonwealError.ts'

/** All that an error on purpose says: its code, its sentences and its details. */
export function refusalOf(run: () => unknown): ReturnType<CommonwealError['toJSON']> {
  try {
    run()
  } catch (error) {
    if (error instanceof CommonwealError) return error.toJSON()
    throw error
  }
  throw new Error('nothing was refused')
}
