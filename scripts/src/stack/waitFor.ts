import { readLogTail } from './readLogTail.ts'
import { StackError } from './StackError.ts'
import type { Part } from './startPart.ts'

/**
 * Asks again and again until a part is ready. One that does not get ready is stopped.
 *
 * @param probe Gives the answer, or undefined or an error for "not yet".
 * @throws StackError when the part dies, or is not ready in time: with what it last said.
 */
export async function waitFor<T>(
  part: Part,
  probe: (signal: AbortSignal) => Promise<T | undefined>,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  let last: unknown
  const asking = async () => {
    while (Date.now() < deadline) {
      signal.throwIfAborted()
      try {
        const answer = await probe(AbortSignal.any([signal, AbortSignal.timeout(2_000)]))
        if (answer !== undefined) return answer
      } catch (error) {
        last = error
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new StackError(`${part.name} was not ready after ${seconds} s.`, {
      code: 'part_slow',
      details: { part: part.name, log: part.logPath },
      logTail: readLogTail(part.logPath),
      logPath: part.logPath,
      next: 'Try again; if the machine is busy, end what else runs on it.',
      cause: last,
    })
  }
  try {
    return await Promise.race([asking(), part.failed])
  } catch (error) {
    await part.stop()
    throw error
  }
}
