import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { artifactsCid } from '@commonweal/sdk/artifacts/artifactsCid'
import { artifactsDigest } from '@commonweal/sdk/artifacts/artifactsDigest'
import canonicalize from 'canonicalize'
import type { CID } from 'multiformats/cid'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestGateway } from '../../test/TestGateway.ts'
import { sha256Hex, type TinyBundle, tinyBundle } from '../../test/tinyBundle.ts'
import type { VersionRecord } from '../chain/RpcEndpoint.ts'
import type { WorkerError } from '../errors/WorkerError.ts'
import { ArtifactStore } from './ArtifactStore.ts'
import { fetchBundle } from './fetchBundle.ts'
import { gatewaySource } from './gatewaySource.ts'

const zero = `0x${'0'.repeat(64)}` as const
const settings = { fetchTimeoutMs: 10_000, maxBundleBytes: 10_000_000 }

let folder: string
let store: ArtifactStore
let gateway: TestGateway
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-fetch-'))
  store = await ArtifactStore.open(folder)
  gateway = await TestGateway.start()
})
afterEach(async () => {
  await gateway.stop()
  await rm(folder, { recursive: true, force: true })
})

const total = (bundle: TinyBundle) => bundle.manifest.files.reduce((sum, file) => sum + file.size, 0)

function recordOf(root: CID, manifestBytes: Uint8Array, totalBytes: number): VersionRecord {
  const { root: artifactsRoot, codec } = artifactsDigest(root)
  return {
    versionId: `0x${'1'.repeat(64)}`,
    communityId: zero,
    modelId: zero,
    manifestHash: `0x${sha256Hex(manifestBytes)}`,
    artifactsRoot,
    artifactsCodec: codec,
    policyId: zero,
    contributor: `0x${'6'.repeat(40)}`,
    submittedAt: 1,
    totalBytes: BigInt(totalBytes),
    notBefore: 0,
    expiresAt: 0,
  }
}

const fetchFrom = (
  record: VersionRecord,
  urls = [gateway.url],
  signal = new AbortController().signal,
  fetchTimeoutMs = settings.fetchTimeoutMs,
) => fetchBundle(record, store, urls.map(gatewaySource), { ...settings, fetchTimeoutMs }, signal)

async function failure(record: VersionRecord, urls?: string[]): Promise<WorkerError> {
  const error = await fetchFrom(record, urls).then(
    () => undefined,
    (cause: WorkerError) => cause,
  )
  if (error === undefined) throw new Error('was accepted')
  expect(await store.unfinished()).toEqual([])
  return error
}

/** Puts a manifest made by hand on the gateway, together with some files. */
async function withManifest(value: unknown, files: Record<string, string | Uint8Array> = {}, text?: string) {
  const manifestBytes = new TextEncoder().encode(text ?? canonicalize(value))
  const root = await gateway.addFiles([
    { path: 'manifest.json', bytes: manifestBytes },
    ...Object.entries(files).map(([path, content]) => ({
      path,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    })),
  ])
  const listed = (value as { files?: { size: number }[] })?.files ?? []
  return recordOf(root, manifestBytes, listed.reduce((sum, { size }) => sum + size, 0) || 1)
}

test('brings every file into the store under its digest, and asks for nothing twice', async () => {
  const bundle = tinyBundle()
  const record = recordOf(await gateway.add(bundle), bundle.manifestBytes, total(bundle))
  const fetched = await fetchFrom(record)
  expect(fetched.manifest).toEqual(bundle.manifest)
  for (const { path, sha256 } of bundle.manifest.files) {
    expect(Buffer.from(await store.readChecked(path, sha256, 1_000_000))).toEqual(
      Buffer.from(bundle.files.get(path) as Uint8Array),
    )
  }
  gateway.asked.length = 0
  await fetchFrom(record)
  expect(gateway.asked).toEqual([])
})

test('a file of many blocks in folders of folders arrives whole', async () => {
  const large = new Uint8Array(5_000_001).map((_, index) => index % 251)
  const bundle = tinyBundle({ files: { 'a/b/c/weights.onnx_data': large } })
  const record = recordOf(await gateway.add(bundle), bundle.manifestBytes, total(bundle))
  await fetchFrom(record)
  expect(await store.sizeOf(sha256Hex(large))).toBe(large.length)
})

test('no IPFS at all: says so, names each source and what it said', async () => {
  const bundle = tinyBundle()
  const record = recordOf(await gateway.add(bundle), bundle.manifestBytes, total(bundle))
  const error = await failure(record, ['http://127.0.0.1:9'])
  expect(error).toMatchObject({ code: 'artifact_unreachable', retryable: true })
  expect(error.message).toMatch(/gateway http:\/\/127\.0\.0\.1:9: /)
  expect((await failure(record, [])).message).toContain('no IPFS source is configured')
})

test('a block that never comes is given up after the deadline', async () => {
  const bundle = tinyBundle()
  const record = recordOf(await gateway.add(bundle), bundle.manifestBytes, total(bundle))
  gateway.break('*', 'hanging')
  await expect(fetchFrom(record, [gateway.url], undefined, 300)).rejects.toThrow('no answer in time')
  expect(await store.unfinished()).toEqual([])
})

test('another source stands in for one that fails', async () => {
  const bundle = tinyBundle()
  const record = recordOf(await gateway.add(bundle), bundle.manifestBytes, total(bundle))
  const broken = await TestGateway.start()
  try {
    await broken.add(bundle)
    broken.break('*', 'corrupted')
    await fetchFrom(record, [broken.url, gateway.url])
  } finally {
    await broken.stop()
  }
})

test.each(['truncated', 'corrupted', 'endless', 'missing'] as const)(
  'a %s block is not taken',
  async (fault) => {
    const bundle = tinyBundle()
    const root = await gateway.add(bundle)
    const record = recordOf(root, bundle.manifestBytes, total(bundle))
    const model = artifactsCid(`0x${sha256Hex(bundle.files.get('onnx/model.onnx') as Uint8Array)}`, 0x55)
    gateway.break(model.toString(), fault)
    const error = await failure(record)
    expect(error.code).toBe('artifact_unreachable')
    expect(error.message).toContain(model.toString())
    gateway.mend()
    await fetchFrom(record)
  },
)

test('a manifest that is not one is refused, with what is wrong in it', async () => {
  const record = await withManifest({}, {}, '{"schema": oops')
  expect(await failure(record)).toMatchObject({ code: 'manifest_refused', retryable: false })
  const { manifest } = tinyBundle()
  const spaced = await withManifest(manifest, {}, JSON.stringify(manifest, null, 1))
  expect((await failure(spaced)).message).toMatch(/canonical/)
  const twice = await withManifest(
    manifest,
    {},
    canonicalize(manifest)?.replace('{"card"', '{"name":"x","card"') as string,
  )
  expect((await failure(twice)).code).toBe('manifest_refused')
})

test.each([
  ['escapes the bundle', '../../outside.json'],
  ['is absolute', '/etc/passwd.json'],
  ['is a pickle by name', 'pytorch_model.bin'],
  ['is a program by name', 'run.so'],
])('a path that %s is refused by its name', async (_, path) => {
  const { manifest } = tinyBundle()
  const files = [...manifest.files, { path, size: 3, sha256: sha256Hex(Buffer.from('abc')) }].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  )
  const error = await failure(await withManifest({ ...manifest, files }))
  expect(error).toMatchObject({ code: 'manifest_refused', facts: { path } })
  expect(error.message).toContain(path)
})

test('a file missing from the folder is named', async () => {
  const bundle = tinyBundle()
  bundle.files.delete('tokenizer.json')
  const root = await gateway.add(bundle)
  const error = await failure(recordOf(root, bundle.manifestBytes, total(bundle)))
  expect(error).toMatchObject({ code: 'manifest_refused', facts: { path: 'tokenizer.json' } })
  expect(error.message).toContain('tokenizer.json is missing')
})

test('a file that nobody approved is named', async () => {
  const bundle = tinyBundle()
  bundle.files.set('onnx/extra.onnx', Buffer.from('surprise'))
  const root = await gateway.add(bundle)
  const error = await failure(recordOf(root, bundle.manifestBytes, total(bundle)))
  expect(error.message).toContain('onnx/extra.onnx, which its manifest does not list')
})

test('a file of another size than declared is refused before its bytes are fetched', async () => {
  const bundle = tinyBundle()
  const swollen = new Uint8Array(3_000_000).fill(7)
  bundle.files.set('config.json', swollen)
  const root = await gateway.add(bundle)
  const error = await failure(recordOf(root, bundle.manifestBytes, total(bundle)))
  expect(error).toMatchObject({ code: 'manifest_refused', facts: { path: 'config.json' } })
  expect(error.message).toContain('3000000 bytes on IPFS')
})

test('a file with other bytes of the same size is refused by path and both digests', async () => {
  const bundle = tinyBundle()
  const approved = bundle.files.get('config.json') as Uint8Array
  const changed = Buffer.from(approved)
  changed[5] = (changed[5] ?? 0) ^ 1
  bundle.files.set('config.json', changed)
  const root = await gateway.add(bundle)
  expect(await failure(recordOf(root, bundle.manifestBytes, total(bundle)))).toMatchObject({
    code: 'artifact_mismatch',
    facts: { path: 'config.json', expected: sha256Hex(approved), actual: sha256Hex(changed) },
  })
})

test('the folder has to hold the manifest that was approved', async () => {
  const bundle = tinyBundle()
  const other = tinyBundle({ fields: { version: '2.0.0' } })
  await gateway.add(bundle)
  const root = await gateway.add(bundle, other.manifestBytes)
  const error = await failure(recordOf(root, bundle.manifestBytes, total(bundle)))
  expect(error.message).toContain('another manifest.json than the approved one')
})

test('the chain’s total has to be the manifest’s', async () => {
  const bundle = tinyBundle()
  const root = await gateway.add(bundle)
  const error = await failure(recordOf(root, bundle.manifestBytes, total(bundle) + 1))
  expect(error.message).toMatch(/lists \d+ bytes of files, the chain says \d+/)
})

test('a bundle larger than the node takes is refused before anything is fetched', async () => {
  const bundle = tinyBundle()
  const root = await gateway.add(bundle)
  const error = await failure(recordOf(root, bundle.manifestBytes, settings.maxBundleBytes + 1))
  expect(error.facts.next).toContain('COMMONWEAL_MAX_BUNDLE_BYTES')
  expect(gateway.asked).toEqual([])
})

test('a root that is not a folder is refused', async () => {
  const bundle = tinyBundle()
  await gateway.add(bundle)
  const record = recordOf(
    artifactsCid(`0x${sha256Hex(bundle.manifestBytes)}`, 0x55),
    bundle.manifestBytes,
    total(bundle),
  )
  expect((await failure(record)).message).toContain('is not a folder')
})

test('a stop in the middle ends the fetch and leaves nothing half-written', async () => {
  const bundle = tinyBundle()
  const root = await gateway.add(bundle)
  const record = recordOf(root, bundle.manifestBytes, total(bundle))
  const stop = new AbortController()
  gateway.onRequest = (cid) => {
    if (cid === root.toString()) stop.abort(new Error('stopped'))
  }
  await expect(fetchFrom(record, [gateway.url], stop.signal)).rejects.toThrow('stopped')
  expect(await store.unfinished()).toEqual([])
})
