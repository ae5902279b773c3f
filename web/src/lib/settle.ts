import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/** What a page may know of a failure: enough to choose its words. The error itself stays where it was caught. */
export type Failure = { code: string }

/** What was asked for, or why it could not be had. */
export type Settled<T> = { ok: true; value: T } | { ok: false; error: Failure }

/** Turns a failure that a page can explain into a value. Anything else is a defect and goes on as it is. */
export async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await promise }
  } catch (error) {
    if (error instanceof CommonwealError) return { ok: false, error: { code: error.code } }
    throw error
  }
}
