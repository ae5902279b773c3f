import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPlainOutput } from './readPlainOutput.ts'
import { runSuite } from './runSuite.ts'
import type { Suite } from './suites.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-suites-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function suiteOf(script: string, more: Partial<Suite> = {}): Promise<Suite> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`)
  await writeFile(file, script)
  return {
    name: 'one',
    folder: '.',
    command: [process.execPath, file],
    minutes: 1,
    read: readPlainOutput,
    ...more,
  }
}

const never = new AbortController().signal

test('takes the counts of the runner', async () => {
  const outcome = await runSuite(await suiteOf(`console.log('3 passed, 0 failed')`), folder, never)
  expect(outcome).toMatchObject({ passed: 3, failed: 0, failures: [] })
})

test('hands on the lines that the suite wants told', async () => {
  const suite = await suiteOf(
    `console.log('seed 7'); console.log('noise'); console.log('1 passed, 0 failed')`,
    {
      tells: (output) => output.match(/^seed .+$/gm) ?? [],
    },
  )
  expect((await runSuite(suite, folder, never)).told).toEqual(['seed 7'])
  expect((await runSuite({ ...suite, tells: undefined }, folder, never)).told).toEqual([])
})

test('a runner that fails after saying that all passed has failed', async () => {
  const outcome = await runSuite(
    await suiteOf(`console.log('3 passed, 0 failed'); process.exitCode = 3`),
    folder,
    never,
  )
  expect(outcome).toMatchObject({ failed: 1, failures: ['one: the runner ended with 3'] })
})

test('a run without a single test has failed', async () => {
  const outcome = await runSuite(await suiteOf(''), folder, never)
  expect(outcome).toMatchObject({ failed: 1, failures: ['one: no test was run'] })
})

test('a program that does not exist has failed', async () => {
  const suite = await suiteOf('', { command: ['commonweal-no-such-program'] })
  expect((await runSuite(suite, folder, never)).failed).toBe(1)
})

test('a suite past its time is ended with everything it started', async () => {
  const script = `
    import { spawn } from 'node:child_process'
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    console.log('child ' + child.pid)
    setInterval(() => {}, 1000)
  `
  const outcome = await runSuite(await suiteOf(script, { minutes: 1 / 60 }), folder, never)
  expect(outcome.failures[0]).toContain('not over after')
  const child = Number(/child (\d+)/.exec(outcome.tail)?.[1])
  await expect.poll(() => isAlive(child)).toBe(false)
})

/** A process that was killed and not yet collected by its parent does nothing any more. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
