import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256Hex, type TinyBundle, type TinyBundleOptions, tinyBundle } from '../../test/tinyBundle.ts'
import { ArtifactStore } from '../artifacts/ArtifactStore.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import { confinement, ModelProcess } from './ModelProcess.ts'

const never = new AbortController().signal
let folder: string
let store: ArtifactStore
let started: ModelProcess[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-model-'))
  store = await ArtifactStore.open(folder)
  started = []
})
afterEach(async () => {
  await Promise.all(started.map((model) => model.kill()))
  await rm(folder, { recursive: true, force: true })
})

async function* one(bytes: Uint8Array) {
  yield bytes
}

async function keep(bundle: TinyBundle) {
  const manifestDigest = sha256Hex(bundle.manifestBytes)
  await store.put('manifest.json', manifestDigest, bundle.manifestBytes.length, one(bundle.manifestBytes))
  for (const [path, bytes] of bundle.files) await store.put(path, sha256Hex(bytes), bytes.length, one(bytes))
  return { manifest: bundle.manifest, manifestDigest }
}

async function load(options: TinyBundleOptions = {}, loadTimeoutMs = 30_000) {
  const bundle = await keep(tinyBundle(options))
  const model = await ModelProcess.load(bundle, store, { dataDir: folder, threads: 1, loadTimeoutMs }, never)
  started.push(model)
  return model
}

const alive = (pid: number | undefined) => {
  try {
    process.kill(pid as number, 0)
    return true
  } catch {
    return false
  }
}

test('answers with what the model computes', async () => {
  const model = await load()
  const [food, mixed] = await model.run(
    'text-classification',
    ['Soup and bread please', 'a lift'],
    10_000,
    never,
  )
  expect(food).toMatchObject({ tokens: 4, labels: [{ label: 'food' }, { label: 'transport' }] })
  expect(mixed).toMatchObject({
    tokens: 2,
    labels: [{ label: 'transport', score: expect.closeTo(1 / (1 + Math.exp(-4)), 5) }, { label: 'food' }],
  })
})

test('embeds with the mean over tokens, normalised', async () => {
  const model = await load({ task: 'feature-extraction' })
  const [output] = await model.run('feature-extraction', ['bread bus'], 10_000, never)
  expect(output).toEqual({
    tokens: 2,
    embedding: [expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(Math.SQRT1_2, 6)],
  })
})

test('loads weights kept outside the model when the manifest lists them, and only then', async () => {
  const model = await load({ externalLocation: 'anything.onnx_data' })
  const [output] = await model.run('text-classification', ['bread'], 10_000, never)
  expect(output).toMatchObject({ labels: [{ label: 'food' }, {}] })
  await expect(load({ externalLocation: '../../../../etc/hostname' })).rejects.toMatchObject({
    code: 'model_refused',
    message: expect.stringContaining('../../../../etc/hostname'),
  })
  await expect(
    load({ externalLocation: 'w.onnx_data', files: { 'onnx/w.onnx_data': null } }),
  ).rejects.toMatchObject({
    code: 'model_refused',
    facts: { path: 'onnx/model.onnx' },
  })
})

test('a byte changed in the store is found at the load, by path and both digests', async () => {
  const bundle = tinyBundle()
  const kept = await keep(bundle)
  const expected = sha256Hex(bundle.files.get('tokenizer.json') as Uint8Array)
  const changed = await readFile(store.pathOf(expected))
  changed[10] = (changed[10] ?? 0) ^ 1
  await writeFile(store.pathOf(expected), changed)
  await expect(
    ModelProcess.load(kept, store, { dataDir: folder, threads: 1, loadTimeoutMs: 30_000 }, never),
  ).rejects.toMatchObject({
    code: 'artifact_mismatch',
    facts: { path: 'tokenizer.json', expected, actual: sha256Hex(changed) },
  })
})

test('a file that was cut or has grown in the store is refused', async () => {
  const bundle = tinyBundle()
  const kept = await keep(bundle)
  const path = store.pathOf(sha256Hex(bundle.files.get('config.json') as Uint8Array))
  const settings = { dataDir: folder, threads: 1, loadTimeoutMs: 10_000 }
  await appendFile(path, ' ')
  await expect(ModelProcess.load(kept, store, settings, never)).rejects.toMatchObject({
    code: 'artifact_mismatch',
  })
  await writeFile(path, '{')
  await expect(ModelProcess.load(kept, store, settings, never)).rejects.toMatchObject({
    code: 'artifact_mismatch',
  })
})

test.each<[string, TinyBundleOptions, string]>([
  [
    'the weights of its dtype',
    { fields: { runtime: { ...tinyBundle().manifest.runtime, dtype: 'q8' } } },
    'onnx/model_quantized.onnx',
  ],
  ['its tokenizer', { files: { 'tokenizer.json': null } }, 'tokenizer.json'],
  ['its configuration', { files: { 'config.json': null } }, 'config.json'],
])('a bundle without %s is refused by name instead of hanging', async (_, options, path) => {
  await expect(load(options)).rejects.toMatchObject({ code: 'model_refused', facts: { path } })
})

test('a pickle that calls itself a model is refused', async () => {
  const bundle = tinyBundle()
  const pickle = Buffer.from([0x80, 0x04, 0x95, 0x1e, 0, 0, 0, 0])
  const manifest = {
    ...bundle,
    files: new Map(bundle.files).set('onnx/model.onnx', pickle),
  }
  // The sdk would not make such a manifest, so only the checks of the process itself stand in the way.
  const { filesRoot } = await import('@commonweal/sdk/manifest/filesRoot')
  const { encodeManifest } = await import('@commonweal/sdk/manifest/encodeManifest')
  const files = bundle.manifest.files.map((file) =>
    file.path === 'onnx/model.onnx' ? { ...file, size: pickle.length, sha256: sha256Hex(pickle) } : file,
  )
  const forged = { ...bundle.manifest, files, filesRoot: filesRoot(files) }
  const kept = await keep({ ...manifest, manifest: forged, manifestBytes: encodeManifest(forged) })
  await expect(
    ModelProcess.load(kept, store, { dataDir: folder, threads: 1, loadTimeoutMs: 30_000 }, never),
  ).rejects.toMatchObject({
    code: 'model_refused',
    facts: { path: 'onnx/model.onnx' },
    message: expect.stringContaining('pickle'),
  })
})

test('operators from elsewhere and devices this node has not are refused', async () => {
  await expect(load({ domain: 'evil.example' })).rejects.toMatchObject({ code: 'model_refused' })
  const runtime = { ...tinyBundle().manifest.runtime, device: 'webgpu' as const }
  await expect(load({ fields: { runtime } })).rejects.toThrow('webgpu')
})

test('a text longer than the manifest allows is refused, in characters before tokens', async () => {
  const model = await load()
  await expect(model.run('text-classification', ['x'.repeat(501)], 10_000, never)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('500 characters'),
  })
  await expect(model.run('text-classification', ['bus '.repeat(33)], 10_000, never)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('33 tokens'),
  })
  expect(await model.run('text-classification', ['bus '.repeat(32)], 10_000, never)).toHaveLength(1)
})

test('killing it fails what it was answering with the reason, and the process is gone', async () => {
  const model = await load({ ballast: 768 })
  const { pid } = model
  const answer = model.run('text-classification', Array(20).fill('bread'), 30_000, never)
  const reason = new WorkerError('version_revoked', 'the community changed its mind')
  const [result] = await Promise.allSettled([answer, model.kill(reason)])
  expect(result).toMatchObject({ status: 'rejected', reason })
  expect(alive(pid)).toBe(false)
  await expect(model.run('text-classification', ['bread'], 1_000, never)).rejects.toBe(reason)
})

test('a run past its deadline is stopped by killing the process', async () => {
  const model = await load({ ballast: 768 })
  const crashed = new Promise((resolve) => {
    model.onCrash = resolve
  })
  await expect(model.run('text-classification', Array(50).fill('bread'), 200, never)).rejects.toMatchObject({
    code: 'request_timeout',
  })
  await crashed
  await model.kill()
  expect(alive(model.pid)).toBe(false)
})

test('a client that goes away frees the process after the input at hand', async () => {
  const model = await load({ ballast: 256 })
  const gone = new AbortController()
  const long = model.run('text-classification', Array(2_000).fill('bread'), 60_000, gone.signal)
  gone.abort()
  await expect(long).rejects.toMatchObject({ code: 'request_cancelled' })
  const started = performance.now()
  await model.run('text-classification', ['bread'], 10_000, never)
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('a load that takes too long is given up and leaves no process', async () => {
  await expect(load({}, 20)).rejects.toMatchObject({
    code: 'model_refused',
    message: expect.stringContaining('20 ms'),
  })
})

test('the process may read its program and nothing else, start nothing and debug nothing', async () => {
  const secret = join(folder, 'signing-key')
  await writeFile(secret, 'secret')
  const attempt = (code: string) =>
    promisify(execFile)(process.execPath, [...confinement(), '--input-type=module', '-e', code], {
      cwd: folder,
    })
  for (const code of [
    `(await import('node:fs')).readFileSync(${JSON.stringify(secret)})`,
    `(await import('node:fs')).writeFileSync(${JSON.stringify(join(folder, 'x'))}, '')`,
    `(await import('node:fs')).readFileSync('/etc/passwd')`,
    `(await import('node:child_process')).execSync('true')`,
    `new (await import('node:worker_threads')).Worker('1', { eval: true })`,
  ]) {
    await expect(attempt(code), code).rejects.toThrow('ERR_ACCESS_DENIED')
  }
})
