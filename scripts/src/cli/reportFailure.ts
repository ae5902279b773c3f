import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { toJson } from './Context.ts'
import type { Run } from './program.ts'
import { UsageError } from './UsageError.ts'

type Action<A extends never[]> = (run: Run, ...args: A) => Promise<void>

/**
 * Makes a command answer on standard output also when it fails: one JSON document of a fixed shape, for programs that
 * ask whether a folder is fine. The sentence for people goes to standard error as always, and the program ends with 1.
 */
export function reportFailure<A extends never[]>(action: Action<A>): Action<A> {
  return async (run, ...args) => {
    try {
      await action(run, ...args)
    } catch (error) {
      if (!(error instanceof UsageError)) process.stdout.write(`${toJson(failureReport(error))}\n`)
      throw error
    }
  }
}

/** What is printed of an error; `null` where it does not say. `path` is a file, or the place in the manifest. */
function failureReport(error: unknown) {
  const told =
    error instanceof CommonwealError
      ? error
      : new CommonwealError(error instanceof Error ? error.message : String(error), { code: 'unexpected' })
  const details = typeof told.details === 'object' ? told.details : {}
  return {
    ok: false,
    code: told.code,
    path: details.path ?? details.at ?? null,
    expected: details.expected ?? null,
    found: details.actual ?? null,
    message: told.message,
    next: told.next ?? null,
  }
}
