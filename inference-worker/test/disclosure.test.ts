import type { Hex } from 'viem'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { account, forElders, type TestCommunity } from './TestChain.ts'
import { nameOf, TestRpc } from './TestRpc.ts'
import { type TestWorker, until } from './TestWorker.ts'
import { World } from './world.ts'

let world: World
let rpc: TestRpc
/** What a worker asked the chain, one entry for what went together. */
let batches: string[][]
beforeAll(async () => {
  world = await World.start()
})
afterEach(async () => {
  await world.stopWorkers()
  await rpc.stop()
  world.gateway.mend()
})
afterAll(() => world.stop())

async function startRpc(): Promise<void> {
  rpc = await TestRpc.start(world.chain.url)
  batches = []
  rpc.onBatch = (calls) => batches.push(calls.map(nameOf))
}

const absentId: Hex = `0x${'9'.repeat(64)}`
const absentSlug = 'nothing'
const custodian = account(8)
const elder = account(2)
/** For elders, in education, and its knowledge may be taken back. */
const rules = { ...forElders, custodian: custodian.address }

interface Attempt {
  purpose?: string
  token?: string
}
async function sent(worker: TestWorker, path: string, body: object | undefined, { purpose, token }: Attempt) {
  const response = await fetch(worker.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(purpose === undefined ? {} : { 'commonweal-purpose': purpose }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const headers = [...response.headers].filter(([name]) => !['date', 'x-request-id'].includes(name))
  return { status: response.status, headers, bytes: await response.text() }
}

/** Everything that an answer gives away, for every way of asking for a model. */
async function all(worker: TestWorker, model: string, outsider: string) {
  const outcomes = []
  for (const attempt of [
    {},
    { purpose: 'education' },
    { purpose: 'health' },
    { purpose: 'education', token: outsider },
  ]) {
    for (const path of ['/v1/classifications', '/v1/embeddings']) {
      outcomes.push(await sent(worker, path, { model, input: 'bread' }, attempt))
    }
    outcomes.push(await sent(worker, `/v1/models/${model}`, undefined, attempt))
  }
  return outcomes
}

/** What everybody is told without naming a model. */
async function lists(worker: TestWorker, outsider: string) {
  const health = await sent(worker, '/healthz', undefined, {})
  return [
    await sent(worker, '/v1/models', undefined, {}),
    await sent(worker, '/v1/models', undefined, { token: outsider }),
    await sent(worker, '/readyz', undefined, {}),
    { ...health, bytes: JSON.stringify({ ...JSON.parse(health.bytes), head: null }), headers: [] },
  ]
}

test('by id and by name, in every state, a version is to outsiders as if it did not exist', async () => {
  await startRpc()
  const community = await world.chain.found()
  // What everybody may know of is there too, so that a list has something to give away.
  const { versionId: open } = await world.submit(community, 'open', { fields: { name: 'open' } })
  await world.chain.approve(community, open)
  const policyId = await world.chain.createPolicy(community, rules)
  await world.chain.finalize()
  const worker = await world.worker(community, { COMMONWEAL_RPC_URLS: rpc.url })
  await worker.waitForState(open, 'ready')
  await until(async () => (await worker.get('/readyz')).status === 200, 'rest')
  const [outsider, insider] = [await worker.signIn(account(3)), await worker.signIn(elder)]
  const [absentById, absentBySlug] = [
    await all(worker, absentId, outsider),
    await all(worker, absentSlug, outsider),
  ]
  expect(absentById.map(({ status }) => status)).toEqual(absentById.map(() => 404))
  const before = await lists(worker, outsider)

  const codes: unknown[] = []
  const look = async (versionId: Hex, slug: string) => {
    expect(await all(worker, versionId, outsider)).toEqual(absentById)
    expect(await all(worker, slug, outsider)).toEqual(absentBySlug)
    expect(await lists(worker, outsider)).toEqual(before)
    // Whoever is let in is told what it is: so there was something to give away.
    const told = await sent(
      worker,
      '/v1/classifications',
      { model: versionId, input: 'bread' },
      { purpose: 'education', token: insider },
    )
    codes.push(told.status === 200 ? 'ready' : JSON.parse(told.bytes).error.code)
  }
  const submit = async (name: string, over: Parameters<World['submit']>[3] = {}) =>
    (await world.submit(community, name, { fields: { name } }, { policyId, ...over })).versionId

  const withdrawn = await submit('withdrawn')
  await look(withdrawn, 'withdrawn')
  await world.chain.withdrawVersion(withdrawn)
  await look(withdrawn, 'withdrawn')

  const first = await submit('sacred')
  world.gateway.break('*', 'hanging')
  await world.chain.approve(community, first, policyId)
  await look(first, 'sacred')
  await world.chain.finalize()
  await worker.waitForLog('version approved', first)
  await look(first, 'sacred')
  world.gateway.mend()
  await worker.waitForLog('model ready', first)
  await look(first, 'sacred')
  await world.chain.suspend(community, first)
  await worker.waitForLog('version stopped', first)
  await look(first, 'sacred')
  await world.chain.restore(community, first)
  await world.chain.finalize()
  await worker.waitForLog('model ready', first, 2)

  const second = await submit('holy', { parent: first })
  await world.chain.approve(community, second, policyId, { supersedesParent: true })
  await worker.waitForLog('version stopped', first, 2)
  await look(first, 'sacred')
  await world.chain.finalize()
  await worker.waitForLog('model ready', second)
  await look(first, 'sacred')
  await look(second, 'holy')
  await world.chain.withdrawKnowledge(custodian, second)
  await worker.waitForLog('version stopped', second)
  await look(second, 'holy')
  await world.chain.revoke(community, first)
  await look(first, 'sacred')

  const now = await world.chain.now()
  const windowed = await submit('brief', { notBefore: now + 5_000, expiresAt: now + 6_000 })
  await world.chain.approve(community, windowed, policyId)
  await world.chain.finalize()
  await worker.waitForLog('model ready', windowed)
  await look(windowed, 'brief')
  await world.chain.warp(now + 7_000)
  await until(() => world.chain.now().then((time) => time >= now + 7_000), 'the end of the window')
  await look(windowed, 'brief')

  expect(codes).toEqual([
    'version_not_approved',
    'version_not_approved',
    'version_not_approved',
    expect.stringMatching(/^(version_loading|artifact_unreachable)$/),
    'ready',
    'version_suspended',
    'version_superseded',
    'version_superseded',
    'ready',
    'version_revoked',
    'version_revoked',
    'version_not_yet',
    'version_expired',
  ])
})

/** A worker that looks at the chain once and then only asks about questions. */
async function quiet(community: TestCommunity, versionId: Hex): Promise<TestWorker> {
  const worker = await world.worker(community, {
    COMMONWEAL_RPC_URLS: rpc.url,
    COMMONWEAL_POLL_MS: '60000',
    COMMONWEAL_LEASE_SECONDS: '600',
  })
  await worker.waitForLog('model ready', versionId)
  return worker
}

test('what is asked of the chain for what may not be known is what is asked for what is not there', async () => {
  await startRpc()
  const community = await world.chain.found()
  const policyId = await world.chain.createPolicy(community, rules)
  const other = await world.chain.createPolicy(community, { ...rules, outreachOnly: true })
  const ready = await world.submit(community, 'sacred', {}, { policyId })
  await world.chain.approve(community, ready.versionId, policyId)
  const newer = await world.submit(community, 'sacred', { fields: { name: 'newer' } }, { policyId: other })
  await world.chain.approve(community, newer.versionId, other)
  const submitted = await world.submit(
    community,
    'submitted',
    { fields: { name: 'submitted' } },
    { policyId },
  )
  await world.chain.finalize()
  const worker = await quiet(community, ready.versionId)
  await worker.waitForLog('model ready', newer.versionId)
  const asked = async (path: string, body?: object) => {
    batches.length = 0
    const { status } = await sent(worker, path, body, { purpose: 'education' })
    expect(status).toBe(404)
    return batches.map((calls) => calls.toSorted())
  }
  const question = (model: string) => asked('/v1/classifications', { model, input: 'bread' })
  // The first time, a worker also looks up which contract decides.
  await question(absentId)

  const byId = await question(absentId)
  expect(byId).toHaveLength(2)
  for (const { versionId } of [ready, newer, submitted]) {
    // In which order the two are asked depends on what the worker knows; the asker cannot tell.
    expect((await question(versionId)).toSorted()).toEqual(byId.toSorted())
  }
  const bySlug = await question(absentSlug)
  expect(bySlug).toHaveLength(2)
  for (const slug of ['sacred', 'submitted']) expect(await question(slug)).toEqual(bySlug)

  const described = await asked(`/v1/models/${absentId}`)
  expect(described).toHaveLength(1)
  for (const model of [absentSlug, 'sacred', 'submitted', ready.versionId, submitted.versionId]) {
    expect(await asked(`/v1/models/${model}`)).toEqual(described)
  }
})

test('a list takes one question to the chain, whether there is something to hide or not', async () => {
  await startRpc()
  const roundTrips = async (community: TestCommunity, versionId: Hex) => {
    const worker = await quiet(community, versionId)
    await worker.get('/v1/models')
    batches.length = 0
    await worker.get('/v1/models')
    return batches
  }
  const [plain, guarded] = [await world.chain.found(), await world.chain.found()]
  const { versionId: open } = await world.submit(plain, 'open')
  await world.chain.approve(plain, open)
  const policyId = await world.chain.createPolicy(guarded, rules)
  const { versionId: hidden } = await world.submit(guarded, 'sacred', {}, { policyId })
  await world.chain.approve(guarded, hidden, policyId)
  await world.chain.finalize()
  const expected = [['eth_chainId', 'decide']]
  expect(await roundTrips(plain, open)).toEqual(expected)
  expect(await roundTrips(guarded, hidden)).toEqual(expected)
})

test('the model of a hidden version does no work for an outsider', async () => {
  await startRpc()
  const { worker, versionId } = await world.readyUnder(rules, {}, { COMMONWEAL_RPC_URLS: rpc.url })
  for (const model of [versionId, 'needs']) {
    await sent(worker, '/v1/classifications', { model, input: 'bread' }, { purpose: 'education' })
  }
  const metrics = await (await fetch(`${worker.url}/metrics`)).text()
  expect(metrics).toContain('commonweal_request_count{task="text-classification",code="model_not_found"} 2')
  expect(metrics).not.toMatch(/^commonweal_prompt_tokens_total\{/m)
})
