import { artifactsCid } from '@commonweal/sdk/artifacts/artifactsCid'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { manifestLimits } from '@commonweal/sdk/manifest/manifestLimits'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import type { Manifest } from '@commonweal/sdk/manifest/schema'
import { exporter, type UnixFSEntry } from 'ipfs-unixfs-exporter'
import type { CID } from 'multiformats/cid'
import type { VersionRecord } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import type { ArtifactStore } from './ArtifactStore.ts'
import { type BlockSource, VerifiedBlocks } from './BlockSource.ts'

export interface FetchSettings {
  /** Longest wait for one block from one source, milliseconds. */
  fetchTimeoutMs: number
  /** Largest bundle this node takes, bytes. */
  maxBundleBytes: number
}

export interface Bundle {
  manifest: Manifest
  /** sha256 of manifest.json, 64 hex digits. It is in the store under this digest, as the files are under theirs. */
  manifestDigest: string
}

/** The slice of the exporter's blockstore that it uses to read. */
type ReadOnlyBlocks = Parameters<typeof exporter>[1]

/**
 * Brings every file of an approved version into the store. Nothing of the network is believed: each block is hashed
 * against its CID, the manifest against the chain, the folder against the manifest, each file against its digest.
 *
 * @throws WorkerError `artifact_unreachable` or `storage_failed` (may pass), `manifest_refused` or `artifact_mismatch`
 * (will not pass).
 */
export async function fetchBundle(
  record: VersionRecord,
  store: ArtifactStore,
  sources: readonly BlockSource[],
  settings: FetchSettings,
  signal: AbortSignal,
): Promise<Bundle> {
  if (record.totalBytes > BigInt(settings.maxBundleBytes)) {
    throw new WorkerError(
      'manifest_refused',
      `The version declares ${record.totalBytes} bytes; this worker takes at most ${settings.maxBundleBytes}`,
      { next: 'Raise COMMONWEAL_MAX_BUNDLE_BYTES if the machine can hold it.' },
    )
  }
  const totalBytes = Number(record.totalBytes)
  const manifestDigest = record.manifestHash.slice(2).toLowerCase()
  // Besides the files: the manifest, twice at most, and the nodes of the tree, which are far below a 64th of the data.
  const budget = totalBytes + 2 * manifestLimits.manifestBytes + Math.ceil(totalBytes / 64) + 2 ** 20
  const blocks = new VerifiedBlocks(sources, settings.fetchTimeoutMs, budget, signal)

  if ((await store.sizeOf(manifestDigest)) === undefined) {
    const bytes = await blocks.fetch(artifactsCid(record.manifestHash, 0x55))
    readManifest(bytes, record)
    await store.put('manifest.json', manifestDigest, bytes.byteLength, chunksOf(bytes))
  }
  const manifest = readManifest(
    await store.readChecked('manifest.json', manifestDigest, manifestLimits.manifestBytes),
    record,
  )

  const lacking = []
  for (const file of manifest.files) {
    // What is there already is hashed when it is loaded, not here.
    if ((await store.sizeOf(file.sha256)) === undefined) lacking.push(file)
  }
  if (lacking.length > 0) {
    const entries = await listFolder(record, manifest, blocks, signal)
    const stored = new Set<string>()
    for (const file of lacking) {
      if (stored.has(file.sha256)) continue
      stored.add(file.sha256)
      const entry = entries.get(file.path) as UnixFSEntry
      await store.put(file.path, file.sha256, file.size, contentOf(entry, signal))
    }
  }
  return { manifest, manifestDigest }
}

/** @throws WorkerError `manifest_refused`, with the reason the sdk gives and the path it names. */
function readManifest(bytes: Uint8Array, record: VersionRecord): Manifest {
  let manifest: Manifest
  try {
    manifest = parseManifest(bytes)
  } catch (cause) {
    if (!(cause instanceof CommonwealError)) throw cause
    throw refused(
      `The manifest of version ${record.versionId} is refused: ${cause.message}`,
      pathIn(cause),
      cause,
    )
  }
  const sum = manifest.files.reduce((total, file) => total + file.size, 0)
  if (BigInt(sum) !== record.totalBytes) {
    throw refused(`The manifest lists ${sum} bytes of files, the chain says ${record.totalBytes}`)
  }
  if (manifest.policy.policyId.toLowerCase() !== record.policyId.toLowerCase()) {
    throw refused(`The manifest names policy ${manifest.policy.policyId}, the chain ${record.policyId}`)
  }
  return manifest
}

/** Walks the folder and returns its files by path, once it has exactly those of the manifest. */
async function listFolder(
  record: VersionRecord,
  manifest: Manifest,
  blocks: VerifiedBlocks,
  signal: AbortSignal,
): Promise<Map<string, UnixFSEntry>> {
  const root = artifactsCid(record.artifactsRoot, record.artifactsCodec)
  const expected = new Map(manifest.files.map((file) => [file.path, file.size]))
  const folders = new Set([''])
  for (const path of expected.keys()) {
    const segments = path.split('/')
    for (let depth = 1; depth < segments.length; depth++) folders.add(segments.slice(0, depth).join('/'))
  }
  const found = new Map<string, UnixFSEntry>()
  const readFolder = async (cid: CID, path: string): Promise<void> => {
    const folder = await exportEntry(cid, blocks, signal, path || 'the bundle')
    if (folder.type !== 'directory') throw refused(`${path || `The bundle ${root}`} is not a folder`, path)
    for await (const link of folder.entries({ signal })) {
      const name = path === '' ? link.name : `${path}/${link.name}`
      if (name === 'manifest.json') {
        if (
          !Buffer.from(link.cid.multihash.digest).equals(Buffer.from(record.manifestHash.slice(2), 'hex'))
        ) {
          throw refused('The bundle holds another manifest.json than the approved one', name)
        }
        found.set(name, undefined as never)
      } else if (folders.has(name) && !expected.has(name)) {
        if (found.has(name)) throw refused(`The bundle holds ${name} twice`, name)
        await readFolder(link.cid, name)
      } else {
        const size = expected.get(name)
        if (size === undefined)
          throw refused(`The bundle holds ${name}, which its manifest does not list`, name)
        if (found.has(name)) throw refused(`The bundle holds ${name} twice`, name)
        const entry = await exportEntry(link.cid, blocks, signal, name)
        if (entry.type !== 'file' && entry.type !== 'raw') throw refused(`${name} is not a plain file`, name)
        if (entry.size !== BigInt(size)) {
          throw refused(`${name} has ${entry.size} bytes on IPFS, its manifest declares ${size}`, name)
        }
        found.set(name, entry)
      }
    }
  }
  await readFolder(root, '')
  for (const path of [...expected.keys(), 'manifest.json']) {
    if (!found.has(path)) throw refused(`${path} is missing from the bundle ${root}`, path)
  }
  return found
}

async function exportEntry(
  cid: CID,
  blocks: VerifiedBlocks,
  signal: AbortSignal,
  path: string,
): Promise<UnixFSEntry> {
  try {
    return await exporter(cid, blocks as unknown as ReadOnlyBlocks, { signal })
  } catch (cause) {
    if (cause instanceof WorkerError || signal.aborted) throw cause
    throw refused(`${path} cannot be read as UnixFS: ${(cause as Error).message}`, path, cause)
  }
}

async function* contentOf(entry: UnixFSEntry, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (entry.type !== 'file' && entry.type !== 'raw') return
  try {
    yield* entry.content({ signal, blockReadConcurrency: 8 })
  } catch (cause) {
    if (cause instanceof WorkerError || signal.aborted) throw cause
    throw refused(`${entry.path} cannot be read as UnixFS: ${(cause as Error).message}`, entry.path, cause)
  }
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function pathIn(error: CommonwealError): string | undefined {
  return 'path' in error && typeof error.path === 'string' ? error.path : undefined
}

function refused(message: string, path?: string, cause?: unknown): WorkerError {
  return new WorkerError(
    'manifest_refused',
    message,
    { path, next: 'Submit a corrected version; this one cannot be run by anybody.' },
    cause,
  )
}
