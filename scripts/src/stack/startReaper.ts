import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Keeps the parts from outliving the supervisor, even one that was killed without warning. */
export type Reaper = {
  watch: (group: number) => void
  forget: (group: number) => void
  /** Resolves when the reaper itself is gone, which must not happen before `stop`. */
  died: Promise<void>
  /** Ends the reaper. Whatever is still watched is ended with it. */
  stop: () => Promise<void>
}

/** @param files What is removed when the supervisor is gone. */
export function startReaper(files: readonly string[]): Reaper {
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('./reaper.ts', import.meta.url)), ...files],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  )
  child.stdin?.on('error', () => {})
  const died = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    watch: (group) => child.stdin?.write(`+${group}\n`),
    forget: (group) => child.stdin?.write(`-${group}\n`),
    died,
    stop: async () => {
      child.stdin?.end()
      await died
    },
  }
}
