import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import type { Ask } from './askFounding.ts'

async function orStop<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new CommonwealError('Stopped; nothing was sent.', { code: 'stopped', cause })
  }
}

/** Asks the person at the terminal, on stderr, so that the answer of the command stays alone on stdout. */
export async function askAtTerminal(): Promise<Ask> {
  // Only whoever is asked waits for this to load.
  const { confirm, input } = await import('@inquirer/prompts')
  const context = { output: process.stderr }
  return {
    text: (message, { default: initial, check }) =>
      orStop(
        input(
          {
            message,
            ...(initial === undefined ? {} : { default: initial }),
            validate: async (answer) => (await check(answer)) ?? true,
          },
          context,
        ),
      ),
    confirm: (message, { default: initial }) => orStop(confirm({ message, default: initial }, context)),
  }
}
