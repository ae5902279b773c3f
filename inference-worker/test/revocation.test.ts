import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { TestWorker } from './TestWorker.ts'
import { until } from './TestWorker.ts'
import { World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterEach(() => world.stopWorkers())
afterAll(() => world.stop())

/** The process of its latest model. The worker may say on HTTP that a model is ready before its log gets here. */
const pidOf = async (worker: TestWorker, models = 1): Promise<number> => {
  const ready = () => worker.logs.filter(({ msg }) => msg === 'model ready')
  await until(() => ready().length >= models, 'the log of the model’s process')
  return ready().at(-1)?.pid as number
}
const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a revoked model is killed by itself, and the next question is refused with the public reason', async () => {
  const { worker, community, versionId } = await world.ready()
  const pid = await pidOf(worker)
  expect(alive(pid)).toBe(true)
  await world.chain.revoke(community, versionId, 'it spoke over our elders')
  // Nobody asks: the worker notices alone.
  await until(() => !alive(pid), 'the end of the model’s process')
  for (const model of [versionId, 'needs']) {
    const { status, body } = await worker.post('/v1/classifications', { model, input: 'bread' })
    expect([status, body.error.code]).toEqual([403, 'version_revoked'])
  }
  await until(
    async () =>
      (
        await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
      ).body.error.message.includes('it spoke over our elders'),
    'the reason',
  )
  expect(await worker.model(versionId)).toBeUndefined()
})

test('the very next question is refused, however seldom the worker looks', async () => {
  const { worker, community, versionId } = await world.ready(
    {},
    { COMMONWEAL_POLL_MS: '60000', COMMONWEAL_LEASE_SECONDS: '600' },
  )
  expect((await worker.post('/v1/classifications', { model: versionId, input: 'bread' })).status).toBe(200)
  const pid = await pidOf(worker)
  await world.chain.revoke(community, versionId)
  const started = performance.now()
  const { status, body } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect([status, body.error.code]).toEqual([403, 'version_revoked'])
  expect(performance.now() - started).toBeLessThan(20_000)
  await until(() => !alive(pid), 'the end of the model’s process', undefined, 20_000)
})

test('a revocation while the model thinks fails the question with the reason', async () => {
  const { worker, community, versionId } = await world.ready({ ballast: 512 })
  const pid = await pidOf(worker)
  const answer = worker.post('/v1/classifications', { model: versionId, input: Array(250).fill('bread') })
  await until(
    async () => /queue_size 1/.test(await (await fetch(`${worker.url}/metrics`)).text()),
    'the question running',
  )
  await world.chain.revoke(community, versionId)
  const { status, body } = await answer
  expect([status, body.error.code]).toEqual([403, 'version_revoked'])
  await until(() => !alive(pid), 'the end of the model’s process', undefined, 20_000)
})

test('a revocation seen only after the model has answered still keeps the answer in', async () => {
  // Looks too seldom to notice by itself: only the question put to the chain after the run can.
  const { worker, community, versionId } = await world.ready(
    { ballast: 512 },
    { COMMONWEAL_POLL_MS: '60000', COMMONWEAL_LEASE_SECONDS: '600' },
  )
  const answer = worker.post('/v1/classifications', { model: versionId, input: Array(20).fill('bread') })
  await until(
    async () => /queue_size 1/.test(await (await fetch(`${worker.url}/metrics`)).text()),
    'the question running',
  )
  await world.chain.revoke(community, versionId)
  const { status, body } = await answer
  expect([status, body.error.code]).toEqual([403, 'version_revoked'])
})

test('a suspension stops at once; the vote that lifts it counts when it is final', async () => {
  const { worker, community, versionId } = await world.ready()
  const pid = await pidOf(worker)
  await world.chain.suspend(community, versionId, 'under review')
  await until(() => !alive(pid), 'the end of the model’s process')
  const ask = () => worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  const refused = await ask()
  expect([refused.status, refused.body.error.code]).toEqual([403, 'version_suspended'])
  await world.chain.restore(community, versionId)
  await world.chain.finalize()
  await worker.waitForState(versionId, 'ready')
  expect((await ask()).status).toBe(200)
  expect(await pidOf(worker, 2)).not.toBe(pid)
})

test('a version revoked while it is being fetched is given up', async () => {
  const community = await world.chain.found()
  const { versionId } = await world.submit(community, 'slow', { fields: { name: 'slow' } })
  world.gateway.break('*', 'hanging')
  await world.chain.approve(community, versionId)
  await world.chain.finalize()
  const worker = await world.worker(community)
  await worker.waitForState(versionId, 'fetching')
  await world.chain.revoke(community, versionId)
  await until(async () => (await worker.model(versionId)) === undefined, 'the version gone')
  world.gateway.mend()
  const { body } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect(body.error.code).toBe('version_revoked')
})

test('a model whose process is killed from outside comes back by itself', async () => {
  const { worker, versionId } = await world.ready()
  const pid = await pidOf(worker)
  process.kill(pid, 'SIGKILL')
  await pidOf(worker, 2)
  expect((await worker.post('/v1/classifications', { model: versionId, input: 'bread' })).status).toBe(200)
  expect(await pidOf(worker, 2)).not.toBe(pid)
})

test('stopping the worker leaves no process behind and says so', async () => {
  const { worker } = await world.ready()
  const pid = await pidOf(worker)
  await worker.stop(false)
  expect(worker.exitCode).toBe(0)
  expect(alive(pid)).toBe(false)
  expect(worker.logs.at(-1)?.msg).toBe('stopped')
})

test('killing the worker takes its models with it', async () => {
  const { worker } = await world.ready()
  const pid = await pidOf(worker)
  worker.kill('SIGKILL')
  await until(() => !alive(pid), 'the end of the model’s process')
})
