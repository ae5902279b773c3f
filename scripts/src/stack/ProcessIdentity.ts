import { readFileSync } from 'node:fs'

/** A process that cannot be mistaken for a later one with the same number. */
export type ProcessIdentity = { pid: number; startedAt: string }

/** @returns undefined when there is no such process (any more). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return undefined
    return { pid, startedAt: fields[19] ?? '' }
  } catch (error) {
    if (process.platform === 'linux') return undefined
    // Systems without /proc: the number alone has to do.
    try {
      process.kill(pid, 0)
      return { pid, startedAt: '' }
    } catch {
      return (error as NodeJS.ErrnoException).code === 'EPERM' ? { pid, startedAt: '' } : undefined
    }
  }
}

/** Whether exactly that process still runs. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  return identifyProcess(pid)?.startedAt === startedAt
}
