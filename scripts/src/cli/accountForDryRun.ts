import type { LocalAccount } from 'viem'
import { KeyError } from './KeyError.ts'
import type { Run } from './program.ts'

/** The key that acts; a dry run does without, as far as it can. */
export async function accountForDryRun(run: Run, dryRun: boolean): Promise<LocalAccount | undefined> {
  try {
    return await run.account()
  } catch (error) {
    if (dryRun && error instanceof KeyError && error.code === 'no_key') return undefined
    throw error
  }
}
