/**
 * `npm test`: every suite of the repository, two at a time where they do not disturb each other.
 *
 *   npm test               all of them
 *   npm test -- sdk web    some of them
 *   npm run test:deep      those of the night, which take an hour; what each of them drew is told
 *
 * The last line is `N passed, N failed` (and `, N skipped`); the exit code is 1 unless all passed.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { addCounts, closingLine } from './Counts.ts'
import { findChromium } from './findChromium.ts'
import { type Outcome, runSuite } from './runSuite.ts'
import { deepSuites, root, type Suite, suites } from './suites.ts'

/** One a core of the machines that run this most. */
const atOnce = 2

const say = (line: string) => process.stdout.write(`${line}\n`)

async function main(known: readonly Suite[], names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !known.some((suite) => suite.name === name))
  if (unknown.length > 0) {
    say(
      `There is no suite called ${unknown.join(', ')}. There are: ${known.map(({ name }) => name).join(', ')}.`,
    )
    return 2
  }
  const chosen = known.filter(({ name }) => names.length === 0 || names.includes(name))
  const logFolder = join(root, '.commonweal/test')
  await mkdir(logFolder, { recursive: true })

  const interrupted = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort())

  if (chosen.some(({ name }) => name === 'e2e')) {
    const chromium = await findChromium(say)
    if (chromium) process.env.COMMONWEAL_CHROMIUM = chromium
  }
  // Several suites deploy what this compiles; two of them compiling at once would take turns at evicting each other.
  const compiled = await runSuite(compileContracts, logFolder, interrupted.signal)
  if (compiled.failed > 0) {
    tell(compiled)
    say(closingLine(compiled))
    return 1
  }

  const outcomes = await runAll(chosen, logFolder, interrupted.signal)
  const failed = outcomes.filter((outcome) => outcome.failed > 0)
  for (const outcome of failed) tell(outcome)
  say('')
  for (const line of outcomes.flatMap(({ told }) => told)) say(line)
  if (outcomes.some(({ told }) => told.length > 0)) say('')
  for (const outcome of outcomes) {
    say(`${outcome.suite.padEnd(18)} ${closingLine(outcome).padEnd(36)} ${outcome.seconds.toFixed(0)} s`)
  }
  say('')
  say(closingLine(addCounts(outcomes)))
  return failed.length > 0 ? 1 : 0
}

const compileContracts: Suite = {
  name: 'compile',
  folder: 'contracts',
  command: ['npm', 'run', '--silent', 'compile'],
  minutes: 10,
  read: () => ({ passed: 1, failed: 0, skipped: 0, failures: [] }),
}

async function runAll(chosen: readonly Suite[], logFolder: string, signal: AbortSignal): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>()
  const waiting = new Set(chosen)
  const running = new Set<Promise<void>>()
  const isReady = ({ after = [] }: Suite) =>
    after.every((name) => outcomes.has(name) || !chosen.some((suite) => suite.name === name))

  while (waiting.size > 0 || running.size > 0) {
    const next = signal.aborted ? undefined : [...waiting].find(isReady)
    if (next && running.size < atOnce) {
      waiting.delete(next)
      say(`${next.name} …`)
      const run = runSuite(next, logFolder, signal).then((outcome) => {
        outcomes.set(next.name, outcome)
        say(`${next.name}: ${closingLine(outcome)} (${outcome.seconds.toFixed(0)} s)`)
        running.delete(run)
      })
      running.add(run)
    } else if (running.size > 0) await Promise.race(running)
    else break
  }
  for (const { name } of waiting) {
    const failures = [`${name}: not begun`]
    outcomes.set(name, {
      suite: name,
      passed: 0,
      failed: 1,
      skipped: 0,
      failures,
      seconds: 0,
      log: '',
      told: [],
      tail: '',
    })
  }
  return chosen.flatMap(({ name }) => outcomes.get(name) ?? [])
}

function tell(outcome: Outcome): void {
  say(`\n${outcome.suite} failed:`)
  for (const name of outcome.failures) say(`  ✖ ${name}`)
  say(`Its last lines (all of them: ${outcome.log}):`)
  say(outcome.tail.replace(/^/gm, '  | '))
}

const names = process.argv.slice(2)
const deep = names[0] === '--deep'
process.exitCode = await main(deep ? deepSuites : suites, deep ? names.slice(1) : names)
