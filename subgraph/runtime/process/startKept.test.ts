import { readFile } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'
import { startKept } from './startKept.ts'

const base = { cwd: '/', env: { PATH: process.env.PATH }, graceMs: 2_000 } as const

/** Gone, or a zombie that nobody has buried yet. */
async function isOver(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return status === '' || / Z /.test(status)
}

function startShell(
  script: string,
  more: { wholeGroup?: boolean; env?: Record<string, string | undefined> } = {},
) {
  const lines: string[] = []
  const program = { ...base, ...more, command: 'sh', args: ['-c', script], stopSignal: 'SIGTERM' as const }
  const kept = startKept(program, (line) => lines.push(line))
  return { kept, lines }
}

it('hands on the exit status and the last words of a program that ends by itself', async () => {
  const { kept } = startShell('echo one; echo two >&2; exit 7')
  expect(await kept.exited).toBe(7)
  expect(kept.lastLines().sort()).toEqual(['one', 'two'])
})

it('reports a program that does not exist', async () => {
  const kept = startKept({ ...base, command: '/nowhere/at/all', args: [], stopSignal: 'SIGTERM' }, () => {})
  expect(await kept.exited).toBe(127)
  expect(kept.lastLines().join()).toContain('/nowhere/at/all')
})

it('kills a program that does not want to stop', async () => {
  const { kept, lines } = startShell("trap '' TERM; echo $$; while :; do sleep 1; done")
  const pid = Number(await vi.waitUntil(() => lines[0], { timeout: 10_000 }))
  await kept.stop()
  expect(await isOver(pid)).toBe(true)
}, 20_000)

it('stops the programs that a program of a whole group started', async () => {
  const { kept, lines } = startShell('sleep 600 & echo $!; wait', { wholeGroup: true })
  const pid = Number(await vi.waitUntil(() => lines[0], { timeout: 10_000 }))
  await kept.stop()
  await vi.waitFor(async () => expect(await isOver(pid)).toBe(true))
}, 20_000)

it('ends the program when the keeper loses its parent', async () => {
  const { kept, lines } = startShell('echo $$; exec sleep 600')
  const pid = Number(await vi.waitUntil(() => lines[0], { timeout: 10_000 }))
  // What the keeper sees of a parent that is killed: the end of its standard input, which stop() makes, nothing more.
  const stopped = kept.stop()
  await vi.waitFor(async () => expect(await isOver(pid)).toBe(true), { timeout: 10_000 })
  await stopped
}, 20_000)

it('hands the environment on, and not in the arguments that everybody can read', async () => {
  const env = { ...base.env, SECRET: 'mum' }
  const { kept, lines } = startShell('echo "told: $SECRET"; exec sleep 600', { env })
  await vi.waitUntil(() => lines[0], { timeout: 10_000 })
  const line = await readFile(`/proc/${kept.pid}/cmdline`, 'utf8')
  await kept.stop()
  expect(lines).toEqual(['told: mum'])
  expect(line.includes('sleep 600')).toBe(true)
  expect(line.includes('mum')).toBe(false)
}, 20_000)
