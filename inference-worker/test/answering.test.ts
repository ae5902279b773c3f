import { readdir, readFile, stat } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { commit } from '@commonweal/sdk/receipts/commitment'
import { receiptFromJson } from '@commonweal/sdk/receipts/receipt'
import { verifyReceipt } from '@commonweal/sdk/receipts/verifyReceipt'
import canonicalize from 'canonicalize'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { IssuedReceipt } from '../src/receipts/ReceiptBook.ts'
import { until } from './TestWorker.ts'
import { World } from './world.ts'

interface Answer {
  data: { label: string; score: number; labels: unknown[]; index: number }[]
  model: string
  usage: { prompt_tokens: number; total_tokens: number }
  commonweal: {
    versionId: string
    decision: { allowed: boolean; approvalBlock: number; approvalTransaction: string; approvedAt: number }
    attribution: null
    receipt: IssuedReceipt
  }
}

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterEach(() => world.stopWorkers())
afterAll(() => world.stop())

test('what is not approved is refused, what is approved is fetched, checked and answered without a restart', async () => {
  const community = await world.chain.found()
  const { versionId, bundle } = await world.submit(community, 'needs')
  // The submission is final and the worker has looked more than once: time alone must not make it run.
  await world.chain.finalize()
  const worker = await world.worker(community)
  const head = async () =>
    (await worker.get<{ head: { number: number } | null }>('/healthz')).body.head?.number ?? 0
  await until(async () => (await head()) > 0, 'a first look')
  const seen = await head()
  await until(async () => (await head()) > seen + 1, 'further looks')
  await until(async () => (await worker.get('/readyz')).status === 200, 'rest')
  const ask = (model: string) => worker.post('/v1/classifications', { model, input: 'I need bread' })

  const refused = await ask(versionId)
  expect([refused.status, refused.body.error.code]).toEqual([403, 'version_not_approved'])
  expect(refused.body.error.commonweal?.next).toMatch(/^Propose it to the community/)
  // Under a name there may be versions that are not for everybody to know of.
  const unnamed = await ask('needs')
  expect([unnamed.status, unnamed.body.error.code]).toEqual([404, 'model_not_found'])
  expect((await worker.get('/v1/models')).body.data).toEqual([])
  const unfetched = (await readdir(join(worker.dataDir, 'artifacts', 'sha256'))).length
  expect(unfetched).toBe(0)

  const transaction = await world.chain.approve(community, versionId)
  await worker.waitForState(versionId, 'ready')
  const { status, body } = await worker.post<Answer>('/v1/classifications', {
    model: 'needs',
    input: 'I need bread',
  })
  expect(status).toBe(200)
  expect(body.data).toMatchObject([{ object: 'classification', index: 0, label: 'food', labels: [{}, {}] }])
  expect(body.commonweal).toMatchObject({
    versionId,
    attribution: null,
    attributions: [],
    decision: { allowed: true, reason: 'approved', policy: null, approvalTransaction: transaction },
  })
  const mined = await world.chain.client.getTransactionReceipt({ hash: transaction })
  expect(body.commonweal.decision.approvalBlock).toBe(Number(mined.blockNumber))
  expect(body.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 })
  expect(body.model).toBe(versionId)
  const models = await worker.get<{ data: unknown[] }>('/v1/models')
  expect(models.body.data).toMatchObject([
    {
      id: versionId,
      owned_by: community.communityId,
      commonweal: { slug: 'needs', name: bundle.manifest.name, state: 'ready' },
    },
  ])
})

test('every answer has a receipt that proves version, approval and exact words, and keeps none of the words', async () => {
  const { worker, versionId, bundle } = await world.ready()
  const input = ['bread for Aroha', 'a lift']
  const { body } = await worker.post<Answer>('/v1/classifications', {
    model: 'needs',
    input,
    top_k: 1,
  })
  const { id, message, signature, salt } = body.commonweal.receipt
  const receipt = receiptFromJson(message)
  const { modelRegistry } = world.chain.addresses
  const health = await worker.get('/healthz')
  expect(await verifyReceipt({ id, message: receipt, signature }, { chainId: 31337, modelRegistry })).toEqual(
    {
      id,
      worker: health.body.worker,
    },
  )
  expect(receipt).toMatchObject({ versionId, task: 'text-classification', dtype: 'fp32' })
  const bytes = (value: unknown) => new TextEncoder().encode(canonicalize(value))
  expect(receipt.requestCommitment).toBe(commit(bytes({ model: 'needs', input, top_k: 1 }), salt))
  expect(receipt.responseCommitment).toBe(commit(bytes(body.data), salt))

  const folder = join(worker.dataDir, 'receipts')
  const [book] = await readdir(folder)
  const text = await readFile(join(folder, book as string), 'utf8')
  expect(JSON.parse(text.trim())).toEqual({ id, message, signature })
  for (const secret of ['Aroha', salt]) {
    expect(text).not.toContain(secret)
    expect(worker.output).not.toContain(secret)
  }
  const key = await stat(join(worker.dataDir, 'signing-key'))
  expect(key.mode & 0o777).toBe(0o600)

  await worker.stop(false)
  const again = await world.worker({ communityId: message.communityId }, {}, worker.dataDir)
  expect((await again.get('/healthz')).body.worker).toBe(health.body.worker)
  expect(bundle.manifest.runtime.dtype).toBe('fp32')
})

test('an unmodified OpenAI client lists models and gets embeddings, as floats and as base64', async () => {
  const { worker, versionId } = await world.ready({ task: 'feature-extraction' })
  const client = new OpenAI({ baseURL: `${worker.url}/v1`, apiKey: 'none', maxRetries: 0 })
  const models = []
  for await (const model of client.models.list()) models.push(model.id)
  expect(models).toEqual([versionId])
  expect((await client.models.retrieve(versionId)).id).toBe(versionId)
  // The client asks for base64 by itself and decodes it.
  const byDefault = await client.embeddings.create({ model: versionId, input: ['bread', 'bus'] })
  const asFloats = await client.embeddings.create({
    model: versionId,
    input: ['bread', 'bus'],
    encoding_format: 'float',
  })
  expect(byDefault.data.map(({ embedding }) => Array.from(embedding))).toEqual([
    [1, 0],
    [0, 1],
  ])
  expect(asFloats.data.map(({ embedding }) => embedding)).toEqual([
    [1, 0],
    [0, 1],
  ])
  expect(byDefault.usage.prompt_tokens).toBe(2)
  await expect(client.embeddings.create({ model: 'nothing', input: 'bread' })).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
  })
})

test('a bad request is answered with the field at fault and the next step', async () => {
  const { worker, versionId } = await world.ready()
  const cases: [unknown, number, string, string | null][] = [
    [{ input: 'bread' }, 400, 'invalid_request', 'model'],
    [{ model: versionId }, 400, 'invalid_request', 'input'],
    [{ model: versionId, input: '' }, 400, 'invalid_request', 'input'],
    [{ model: versionId, input: [] }, 400, 'invalid_request', 'input'],
    [{ model: versionId, input: [1, 2] }, 400, 'invalid_request', 'input'],
    [{ model: versionId, input: Array(257).fill('a') }, 400, 'invalid_request', 'input'],
    [{ model: versionId, input: 'a', top_k: 0 }, 400, 'invalid_request', 'top_k'],
    [{ model: versionId, input: 'a', temperature: 1 }, 400, 'invalid_request', 'temperature'],
    [{ model: versionId, input: 'a '.repeat(40) }, 400, 'invalid_request', 'input'],
    [{ model: '../../../etc/passwd', input: 'a' }, 404, 'model_not_found', 'model'],
    [{ model: 'Xenova/bert-base-uncased', input: 'a' }, 404, 'model_not_found', 'model'],
    [{ model: `0x${'9'.repeat(64)}`, input: 'a' }, 404, 'model_not_found', 'model'],
  ]
  for (const [body, status, code, param] of cases) {
    const answer = await worker.post('/v1/classifications', body)
    expect(
      [answer.status, answer.body.error.code, answer.body.error.param],
      JSON.stringify(body).slice(0, 100),
    ).toEqual([status, code, param])
    expect(answer.body.error.message).toBeTruthy()
    expect(answer.body.error.commonweal?.next).toBeTruthy()
  }
  const wrongTask = await worker.post('/v1/embeddings', { model: versionId, input: 'bread' })
  expect([wrongTask.status, wrongTask.body.error.code]).toEqual([400, 'task_mismatch'])
  const broken = await worker.post('/v1/classifications', null, { body: '{"secret words' })
  expect(broken.status).toBe(400)
  expect(JSON.stringify(broken.body)).not.toContain('secret')
  const large = await worker.post('/v1/classifications', { model: versionId, input: 'x'.repeat(3_000_000) })
  expect([large.status, large.body.error.code]).toEqual([413, 'payload_too_large'])
  expect((await worker.post('/v1/chat', {})).status).toBe(404)
})

test('only the named origins may ask from a page', async () => {
  const { worker } = await world.ready({}, { COMMONWEAL_ALLOWED_ORIGINS: 'http://127.0.0.1:3000' })
  const preflight = (origin: string) =>
    fetch(`${worker.url}/v1/classifications`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
  expect((await preflight('http://127.0.0.1:3000')).headers.get('access-control-allow-origin')).toBe(
    'http://127.0.0.1:3000',
  )
  expect((await preflight('http://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
})

test('more questions than fit are turned away with the time to come back; a client that leaves makes room', async () => {
  const { worker, versionId } = await world.ready({ ballast: 512 }, { COMMONWEAL_MAX_QUEUE: '1' })
  const body = JSON.stringify({ model: versionId, input: Array(200).fill('bread') })
  const leaving = () => {
    const request = httpRequest(`${worker.url}/v1/classifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    })
    request.on('error', () => {})
    request.end(body)
    return request
  }
  const queueSize = async () => {
    const text = await (await fetch(`${worker.url}/metrics`)).text()
    return Number(/^commonweal_queue_size (\d+)/m.exec(text)?.[1])
  }
  const running = leaving()
  await until(async () => (await queueSize()) === 1, 'one running')
  const waiting = leaving()
  await until(async () => (await queueSize()) === 2, 'one waiting')
  const refused = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect([refused.status, refused.body.error.code]).toEqual([429, 'queue_full'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)

  waiting.destroy()
  running.destroy()
  await until(async () => (await queueSize()) === 0, 'room')
  expect((await worker.post('/v1/classifications', { model: versionId, input: 'bread' })).status).toBe(200)
})

test('readiness, metrics and health tell an operator what matters', async () => {
  const { worker, versionId } = await world.ready()
  await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  await worker.post('/v1/classifications', { model: 'nothing', input: 'bread' })
  expect((await worker.get('/readyz')).body).toMatchObject({
    status: 'ready',
    versions: { [versionId]: 'ready' },
  })
  const metrics = await (await fetch(`${worker.url}/metrics`)).text()
  expect(metrics).toContain('commonweal_request_count{task="text-classification",code="ok"} 1')
  expect(metrics).toContain('commonweal_refusal_count{reason="model_not_found"} 1')
  expect(metrics).toContain('commonweal_loaded_models 1')
  expect((await worker.get('/healthz')).body).toMatchObject({
    status: 'ok',
    chainId: 31337,
    loaded: [versionId],
  })
})

test('a version answers only inside its window, by the chain’s time', async () => {
  const community = await world.chain.found()
  const { timestamp } = await world.chain.client.getBlock()
  const opens = Number(timestamp) + 1_000
  const { versionId } = await world.submit(
    community,
    'seasonal',
    {},
    { notBefore: opens, expiresAt: opens + 1_000 },
  )
  await world.chain.approve(community, versionId)
  await world.chain.finalize()
  const worker = await world.worker(community)
  await worker.waitForState(versionId, 'ready')
  const ask = () => worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  const early = await ask()
  expect([early.status, early.body.error.code, early.body.error.commonweal?.until]).toEqual([
    403,
    'version_not_yet',
    new Date(opens * 1000).toISOString(),
  ])
  await world.chain.client.increaseTime({ seconds: 1_500 })
  await world.chain.client.mine({ blocks: 1 })
  expect((await ask()).status).toBe(200)
  await world.chain.client.increaseTime({ seconds: 1_000 })
  await world.chain.client.mine({ blocks: 1 })
  const late = await ask()
  expect([late.status, late.body.error.code]).toEqual([403, 'version_expired'])
  await worker.waitForState(versionId, 'refused')
})
