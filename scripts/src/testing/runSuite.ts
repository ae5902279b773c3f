import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Counts } from './Counts.ts'
import { root, type Suite } from './suites.ts'

/** How long a suite that was told to end gets before it is killed, milliseconds. */
const grace = 15_000

export type Outcome = Counts & {
  suite: string
  seconds: number
  /** Everything the runner printed. */
  log: string
  /** What of it the suite wants told, whatever the outcome. */
  told: string[]
  /** The last lines it printed; what a person reads first when it failed. */
  tail: string
}

/**
 * Runs one suite in a process group of its own, which is gone when this returns.
 *
 * A crash, a report that cannot be read and a run without a single test each count as a failure: an empty list means no.
 */
export async function runSuite(suite: Suite, logFolder: string, signal: AbortSignal): Promise<Outcome> {
  const log = join(logFolder, `${suite.name}.log`)
  const reportFile = join(logFolder, `${suite.name}.json`)
  await rm(reportFile, { force: true })
  const { args = [], env = {} } = suite.report?.(reportFile) ?? {}
  const [program, ...fixed] = suite.command
  const started = Date.now()
  const child = spawn(program, [...fixed, ...args], {
    cwd: join(root, suite.folder),
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const sink = createWriteStream(log)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      sink.write(text)
      output += text
    })
  }

  let ending: 'timeout' | 'interrupted' | undefined
  const stop = (why: 'timeout' | 'interrupted') => {
    ending ??= why
    signalGroup(child.pid, 'SIGTERM')
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), grace).unref()
  }
  const deadline = setTimeout(() => stop('timeout'), suite.minutes * 60_000)
  const interrupt = () => stop('interrupted')
  signal.addEventListener('abort', interrupt, { once: true })

  const code = await new Promise<number | string>((settle) => {
    child.once('error', (error) => settle(error.message))
    child.once('close', (exit, by) => settle(exit ?? by ?? 'unknown'))
  })
  clearTimeout(deadline)
  signal.removeEventListener('abort', interrupt)
  // What the runner left behind would disturb the suites after it.
  signalGroup(child.pid, 'SIGKILL')
  sink.end()

  const counts = await readCounts(suite, output, reportFile)
  if (ending === 'timeout') addFailure(counts, `${suite.name}: not over after ${suite.minutes} minutes`)
  else if (ending === 'interrupted') addFailure(counts, `${suite.name}: interrupted`)
  else if (code !== 0 && counts.failed === 0)
    addFailure(counts, `${suite.name}: the runner ended with ${code}`)
  else if (counts.passed + counts.failed === 0) addFailure(counts, `${suite.name}: no test was run`)
  return {
    ...counts,
    suite: suite.name,
    seconds: (Date.now() - started) / 1000,
    log,
    told: suite.tells?.(output) ?? [],
    tail: output.trimEnd().split('\n').slice(-60).join('\n'),
  }
}

async function readCounts(suite: Suite, output: string, reportFile: string): Promise<Counts> {
  const none: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] }
  try {
    const report = suite.report ? await readFile(reportFile, 'utf8').catch(() => undefined) : undefined
    return suite.read(output, report) ?? none
  } catch (cause) {
    return { ...none, failed: 1, failures: [`${suite.name}: its report cannot be read (${cause})`] }
  }
}

function addFailure(counts: Counts, name: string): void {
  counts.failed += 1
  counts.failures.push(name)
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause
  }
}
