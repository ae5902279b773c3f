import { pino } from 'pino'
import { expect, test } from 'vitest'
import { WorkerError } from '../errors/WorkerError.ts'
import type { Chain, Observation } from './Chain.ts'
import { ChainWatcher } from './ChainWatcher.ts'

const settings = { pollMs: 10, leaseSeconds: 30, maxHeadAgeSeconds: 60 }

/** A chain whose next look is set by hand, and a clock that stands until it is moved. */
function watch() {
  let clock = 0
  let number = 0n
  const next: { error?: WorkerError; timestamp?: number; advance: boolean } = { advance: true }
  const seen: boolean[] = []
  const chain = {
    async observe(): Promise<Observation> {
      if (next.error !== undefined) throw next.error
      if (next.advance) number++
      const timestamp = BigInt(next.timestamp ?? Math.floor(Date.now() / 1000))
      return {
        head: { number, hash: `0x${number}`, timestamp },
        finalized: number,
        approved: new Map(),
        stopped: new Map(),
      }
    },
  }
  const watcher = new ChainWatcher(
    chain as unknown as Chain,
    settings,
    pino({ level: 'silent' }),
    (_, fresh) => seen.push(fresh),
    () => clock,
  )
  return {
    watcher,
    next,
    seen,
    pass: (seconds: number) => {
      clock += seconds * 1000
    },
  }
}

test('refuses until the chain has been read', async () => {
  const { watcher } = watch()
  expect(watcher.refusal?.code).toBe('chain_unavailable')
  await watcher.look()
  expect(watcher.refusal).toBeUndefined()
})

test('the lease bridges an RPC that is gone for a moment, and no longer', async () => {
  const { watcher, next, pass } = watch()
  await watcher.look()
  next.error = new WorkerError('chain_unavailable', 'RPC is down')
  pass(29)
  await watcher.look()
  expect(watcher.refusal).toBeUndefined()
  pass(2)
  expect(watcher.refusal).toMatchObject({
    code: 'lease_expired',
    message: expect.stringContaining('RPC is down'),
  })
  delete next.error
  await watcher.look()
  expect(watcher.refusal).toBeUndefined()
})

test.each(['chain_disagreement', 'wrong_chain'] as const)('%s ends the lease at once', async (code) => {
  const { watcher, next } = watch()
  await watcher.look()
  next.error = new WorkerError(code, 'no')
  await watcher.look()
  expect(watcher.refusal?.code).toBe(code)
})

test('a head that stands still too long is stale', async () => {
  const { watcher, next, pass, seen } = watch()
  await watcher.look()
  next.advance = false
  pass(61)
  await watcher.look()
  expect(watcher.refusal?.code).toBe('chain_stale')
  expect(seen).toEqual([true, false])
  next.advance = true
  await watcher.look()
  expect(watcher.refusal).toBeUndefined()
})

test('a head that advances but is old, as of a node still syncing, is stale', async () => {
  const { watcher, next } = watch()
  next.timestamp = Math.floor(Date.now() / 1000) - 3_600
  await watcher.look()
  await watcher.look()
  expect(watcher.refusal?.code).toBe('chain_stale')
})

test('a chain that runs ahead of the clock, as a local one may, is fresh while it moves', async () => {
  const { watcher, next, pass } = watch()
  next.timestamp = Math.floor(Date.now() / 1000) + 86_400
  await watcher.look()
  expect(watcher.refusal).toBeUndefined()
  next.advance = false
  pass(61)
  await watcher.look()
  expect(watcher.refusal?.code).toBe('chain_stale')
})
