import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identifyProcess } from './ProcessIdentity.ts'
import type { StackError } from './StackError.ts'
import { type Part, startPart } from './startPart.ts'
import { type Reaper, startReaper } from './startReaper.ts'
import { waitFor } from './waitFor.ts'

let folder: string
let reaper: Reaper
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonweal-part-'))
  reaper = startReaper([])
})
afterEach(async () => {
  await reaper.stop()
  rmSync(folder, { recursive: true, force: true })
})

const start = (script: string, graceMs?: number): Part =>
  startPart(
    { name: 'web app', command: process.execPath, args: ['-e', script], logs: folder, graceMs },
    reaper,
  )
const lines = (part: Part) => readFileSync(part.logPath, 'utf8').split('\n').filter(Boolean)
const isGone = (pid: number) => identifyProcess(pid) === undefined
const gone = (pid: number) => expect.poll(() => isGone(pid), { timeout: 15_000 }).toBe(true)
const live = new AbortController().signal
/** Prints the process number of a child of its own, then waits for ever. */
const withChild = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  console.log(child.pid)
  setInterval(() => {}, 1000)`
const childOf = (part: Part) =>
  expect
    .poll(() => Number(lines(part)[0]), { timeout: 15_000 })
    .toBeGreaterThan(0)
    .then(() => Number(lines(part)[0]))

test('a part that dies is named, with its last lines and where the log is', async () => {
  const part = start(`console.log('first'); console.error('disk is full'); process.exit(3)`)
  const error = (await part.failed.catch((caught) => caught)) as StackError
  expect(error.message).toBe('web app ended with code 3.')
  expect(error.logTail).toEqual(['first', 'disk is full'])
  expect(error.logPath).toBe(join(folder, 'web-app.log'))
  expect(error.next).toBeTruthy()
  await part.stop()
})

test('a program that is not there is named too', async () => {
  const part = startPart({ name: 'chain', command: join(folder, 'absent'), args: [], logs: folder }, reaper)
  await expect(part.failed).rejects.toThrow(/chain could not be started: .*absent/)
  await part.stop()
})

test('waiting for a part ends at once when it dies, and not with its deadline', async () => {
  const part = start(`process.exit(1)`)
  const never = async () => undefined
  await expect(waitFor(part, never, { seconds: 600, signal: live })).rejects.toThrow(
    'web app ended with code 1',
  )
})

test('a part that does not get ready in time is stopped', async () => {
  const part = start(`console.log('thinking'); setInterval(() => {}, 1000)`)
  const never = async () => {
    throw new Error('not yet')
  }
  const error = (await waitFor(part, never, { seconds: 0.5, signal: live }).catch(
    (caught) => caught,
  )) as StackError
  expect(error.message).toBe('web app was not ready after 0.5 s.')
  expect((error.cause as Error).message).toBe('not yet')
  expect(isGone(part.pid)).toBe(true)
})

test('stopping takes what the part has started with it, and is no failure', async () => {
  const part = start(withChild)
  const child = await childOf(part)
  await part.stop()
  await gone(child)
  expect(isGone(part.pid)).toBe(true)
  expect(await Promise.race([part.failed, Promise.resolve('no failure')])).toBe('no failure')
})

test('a part that ignores the request to stop is killed', async () => {
  const part = start(
    `process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)`,
    300,
  )
  await expect.poll(() => lines(part), { timeout: 15_000 }).toEqual(['ready'])
  await part.stop()
  expect(isGone(part.pid)).toBe(true)
})

test('the log of the run before is kept beside the new one', async () => {
  const first = start(`console.log('one')`)
  await first.ended
  await first.stop()
  const second = start(`console.log('two')`)
  await second.ended
  await second.stop()
  expect(lines(second)).toEqual(['two'])
  expect(readFileSync(`${second.logPath}.previous`, 'utf8')).toBe('one\n')
})

test('parts and their children go when the supervisor is killed without warning', async () => {
  const stackFile = join(folder, 'stack.json')
  writeFileSync(stackFile, '{}')
  const here = (name: string) => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)))
  const supervisor = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { startReaper } = await import(${here('./startReaper.ts')})
       const { startPart } = await import(${here('./startPart.ts')})
       const reaper = startReaper([${JSON.stringify(stackFile)}])
       const part = startPart({
         name: 'part', command: process.execPath, args: ['-e', ${JSON.stringify(withChild)}],
         logs: ${JSON.stringify(folder)},
       }, reaper)
       console.log(part.pid)
       setInterval(() => {}, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const pid = await new Promise<number>((resolve) => {
    supervisor.stdout.setEncoding('utf8').once('data', (text) => resolve(Number(text)))
  })
  const child = await childOf({ logPath: join(folder, 'part.log') } as Part)
  expect([isGone(pid), isGone(child)]).toEqual([false, false])
  supervisor.kill('SIGKILL')
  await gone(pid)
  await gone(child)
  expect(() => readFileSync(stackFile)).toThrow(/ENOENT/)
})
