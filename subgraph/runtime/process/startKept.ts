import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** What {@link startKept} runs. */
export interface KeptProgram {
  command: string
  args: string[]
  /** All of it. */
  env: Record<string, string | undefined>
  cwd: string
  /** Both or neither; only root can choose them. */
  uid?: number
  gid?: number
  /** Whether what the program starts is stopped with it; for programs that do not see to that themselves. */
  wholeGroup?: boolean
  /** How the program is asked to stop. */
  stopSignal: NodeJS.Signals
  /** Milliseconds between asking and killing. */
  graceMs: number
}

/** A running program that cannot outlive this process. */
export interface Kept {
  /** Process id of the keeper, not of the program. */
  pid: number
  /** Resolves with the exit status when it is over, whoever ended it. */
  exited: Promise<number>
  /** The newest lines it has printed, oldest first. */
  lastLines(): string[]
  /** Ends it; resolves when it is gone. */
  stop(): Promise<void>
}

const KEEPER = fileURLToPath(new URL('./keep.ts', import.meta.url))
const REMEMBERED_LINES = 40
const LAST_WORDS_MS = 500

/**
 * Starts a program under a keeper, in a session of its own (a Ctrl-C in the terminal reaches us alone, and we stop
 * things in order).
 */
export function startKept(program: KeptProgram, onLine: (line: string) => void): Kept {
  // The environment is not for everybody's eyes, which arguments are.
  const { env, ...rest } = program
  const { graceMs } = rest
  return startTethered([process.execPath, KEEPER, JSON.stringify(rest)], { graceMs, onLine, env })
}

/**
 * Starts a program of ours that ends when its standard input does.
 * @param options.graceMs Milliseconds it gets to end by itself.
 * @param options.env Its whole environment; this process' own where left out.
 */
export function startTethered(
  commandLine: readonly string[],
  options: { graceMs: number; onLine: (line: string) => void; env?: Record<string, string | undefined> },
): Kept {
  const { graceMs, onLine } = options
  const [command, ...args] = commandLine as [string, ...string[]]
  const child: ChildProcess = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: options.env ?? process.env,
  })
  child.stdin?.on('error', () => {})

  const closed = once(child, 'close')
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (lines.length > REMEMBERED_LINES) lines.shift()
      onLine(line)
    })
  }

  const exited = Promise.race([
    once(child, 'exit').then(async ([code]) => {
      // The last words are still in the pipes; a grandchild that lives on would keep those open, so not for long.
      await Promise.race([closed, delay(LAST_WORDS_MS)])
      return typeof code === 'number' ? code : 1
    }),
    once(child, 'error').then(([error]: Error[]) => {
      lines.push(`${command}: ${error?.message}`)
      return 127
    }),
  ])

  return {
    pid: child.pid ?? -1,
    exited,
    lastLines: () => [...lines],
    async stop() {
      child.stdin?.end()
      const last = setTimeout(() => child.kill('SIGKILL'), graceMs + 2_000)
      await exited
      clearTimeout(last)
    },
  }
}
