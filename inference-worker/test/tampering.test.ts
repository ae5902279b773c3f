import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { TestGateway } from './TestGateway.ts'
import { until } from './TestWorker.ts'
import { sha256Hex, tinyBundle } from './tinyBundle.ts'
import { World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterEach(async () => {
  world.gateway.mend()
  await world.stopWorkers()
})
afterAll(() => world.stop())

const inStore = (dataDir: string, digest: string) =>
  join(dataDir, 'artifacts', 'sha256', digest.slice(0, 2), digest)

test('a byte changed in the store: a worker started afresh refuses with the path and both digests', async () => {
  const { worker, community, versionId, bundle } = await world.ready()
  await worker.stop(false)
  const expected = sha256Hex(bundle.files.get('onnx/model.onnx') as Uint8Array)
  const path = inStore(worker.dataDir, expected)
  const bytes = await readFile(path)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(path, bytes)

  const again = await world.worker(community, {}, worker.dataDir)
  await again.waitForState(versionId, 'refused')
  const { status, body } = await again.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect([status, body.error.code]).toEqual([503, 'artifact_mismatch'])
  expect(body.error.commonweal).toMatchObject({ path: 'onnx/model.onnx', expected, actual: sha256Hex(bytes) })
  for (const word of ['onnx/model.onnx', expected, sha256Hex(bytes)])
    expect(body.error.message).toContain(word)
  expect(await again.model(versionId)).toMatchObject({
    state: 'refused',
    error: { code: 'artifact_mismatch' },
  })
  expect((await again.get('/healthz')).body.loaded).toEqual([])
})

test('a changed manifest in the store is refused in the same way', async () => {
  const { worker, community, versionId, bundle } = await world.ready()
  await worker.stop(false)
  const expected = sha256Hex(bundle.manifestBytes)
  const path = inStore(worker.dataDir, expected)
  await writeFile(path, (await readFile(path, 'utf8')).replace('"cpu"', '"gpu"'))
  const again = await world.worker(community, {}, worker.dataDir)
  await again.waitForState(versionId, 'refused')
  const { body } = await again.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect(body.error).toMatchObject({
    code: 'artifact_mismatch',
    commonweal: { path: 'manifest.json', expected },
  })
})

test('the remedy that the refusal names works: without the changed file the worker fetches it anew', async () => {
  const { worker, community, versionId, bundle } = await world.ready()
  await worker.stop(false)
  const digest = sha256Hex(bundle.files.get('config.json') as Uint8Array)
  const { rm } = await import('node:fs/promises')
  await rm(inStore(worker.dataDir, digest))
  const again = await world.worker(community, {}, worker.dataDir)
  await again.waitForState(versionId, 'ready')
  expect((await again.post('/v1/classifications', { model: versionId, input: 'bread' })).status).toBe(200)
})

test('killed while fetching, nothing half-written is left, and a new start finishes the work', async () => {
  const community = await world.chain.found()
  const large = new Uint8Array(6_000_000).map((_, index) => (index * 31) % 253)
  const options = { files: { 'extra/large.onnx_data': large }, fields: { name: 'large' } }
  const { versionId } = await world.submit(community, 'large', options)
  // The last megabyte never comes, so that the file is in the middle of being written.
  const leaves = [...world.gateway.blocks].filter(([, bytes]) => bytes.length === 6_000_000 % 1_048_576)
  world.gateway.break(leaves[0]?.[0] as string, 'hanging')
  await world.chain.approve(community, versionId)
  await world.chain.finalize()
  const worker = await world.worker(community)
  const incoming = join(worker.dataDir, 'artifacts', 'incoming')
  await until(async () => {
    // A small file may come to its place between the list and the look: it has no size here then.
    const names = await readdir(incoming)
    const stats = await Promise.all(names.map((name) => stat(join(incoming, name)).catch(() => undefined)))
    return stats.some((found) => found !== undefined && found.size >= 1_048_576)
  }, 'a file half-written')
  worker.kill('SIGKILL')
  await worker.exited()
  expect(await readdir(incoming)).not.toEqual([])

  world.gateway.mend()
  const again = await world.worker(community, {}, worker.dataDir)
  await again.waitForState(versionId, 'ready')
  expect(await readdir(incoming)).toEqual([])
  expect((await stat(inStore(worker.dataDir, sha256Hex(large)))).size).toBe(large.length)
})

test('IPFS out of reach: refused with what was tried, and taken up when it is back', async () => {
  const community = await world.chain.found()
  const { versionId } = await world.submit(community, 'far', { fields: { name: 'far' } })
  world.gateway.break('*', 'missing')
  await world.chain.approve(community, versionId)
  await world.chain.finalize()
  const worker = await world.worker(community)
  await until(async () => (await worker.model(versionId))?.error !== undefined, 'the failure')
  const { status, body, headers } = await worker.post('/v1/classifications', {
    model: versionId,
    input: 'bread',
  })
  expect([status, body.error.code]).toEqual([503, 'artifact_unreachable'])
  expect(body.error.message).toContain(world.gateway.url)
  expect(body.error.commonweal?.next).toContain('IPFS')
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  world.gateway.mend()
  await worker.waitForState(versionId, 'ready')
})

test('corrupted blocks from one gateway do not matter while another is honest', async () => {
  const community = await world.chain.found()
  const { versionId, bundle } = await world.submit(community, 'twice', { fields: { name: 'twice' } })
  const liar = await TestGateway.start()
  try {
    await liar.add(bundle)
    liar.break('*', 'corrupted')
    await world.chain.approve(community, versionId)
    await world.chain.finalize()
    const worker = await world.worker(community, {
      COMMONWEAL_IPFS_GATEWAYS: `${liar.url},${world.gateway.url}`,
    })
    await worker.waitForState(versionId, 'ready')
    expect(liar.asked.length).toBeGreaterThan(0)
  } finally {
    await liar.stop()
  }
})

test('a bundle that nobody could run says why for good', async () => {
  const community = await world.chain.found()
  const missing = await world.submit(community, 'no-weights', { files: { 'onnx/model.onnx': null } })
  const escaping = await world.submit(community, 'escaping', { externalLocation: '../../../../etc/passwd' })
  const bundle = tinyBundle({ fields: { name: 'wrong total' } })
  const root = await world.gateway.add(bundle)
  const lying = await world.chain.submit(
    community,
    'wrong-total',
    { manifestBytes: bundle.manifestBytes, totalBytes: 5 },
    root,
  )
  for (const id of [missing.versionId, escaping.versionId, lying]) await world.chain.approve(community, id)
  await world.chain.finalize()
  const worker = await world.worker(community)
  for (const [id, code, words] of [
    [missing.versionId, 'model_refused', 'onnx/model.onnx is missing'],
    [escaping.versionId, 'model_refused', '../../../../etc/passwd'],
    [lying, 'manifest_refused', 'the chain says 5'],
  ] as const) {
    await worker.waitForState(id, 'refused')
    const { status, body } = await worker.post('/v1/classifications', { model: id, input: 'bread' })
    expect([status, body.error.code]).toEqual([503, code])
    expect(body.error.message).toContain(words)
  }
})
