import { readFileSync } from 'node:fs'
import { readLogTail } from '../readLogTail.ts'
import { StackError } from '../StackError.ts'
import { startPart } from '../startPart.ts'
import type { Reaper } from '../startReaper.ts'

/**
 * Runs a command to its end, with its output in a log.
 *
 * @returns What it printed.
 * @throws StackError `step_failed` with the last lines of the log.
 */
export async function runStep(
  step: {
    name: string
    command: string
    args: readonly string[]
    cwd?: string
    env?: Record<string, string>
    logs: string
  },
  { reaper, signal }: { reaper: Reaper; signal: AbortSignal },
): Promise<string> {
  const part = startPart(step, reaper)
  const stop = () => void part.stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const code = await part.ended
    signal.throwIfAborted()
    if (code !== 0) {
      throw new StackError(`${step.name} failed with code ${code}.`, {
        code: 'step_failed',
        logTail: readLogTail(part.logPath),
        logPath: part.logPath,
      })
    }
    return readFileSync(part.logPath, 'utf8')
  } finally {
    signal.removeEventListener('abort', stop)
    reaper.forget(part.pid)
  }
}
