import { createHash } from 'node:crypto'
import { artifactsCid, rawCodec } from '@commonweal/sdk/artifacts/artifactsCid'
import { artifactsDigest } from '@commonweal/sdk/artifacts/artifactsDigest'
import { importArtifacts } from '@commonweal/sdk/artifacts/importArtifacts'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { hashManifest } from '@commonweal/sdk/manifest/hashManifest'
import { manifestLimits } from '@commonweal/sdk/manifest/manifestLimits'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import type { Manifest, ManifestFile } from '@commonweal/sdk/manifest/schema'
import { exporter, type ReadableStorage } from 'ipfs-unixfs-exporter'
import type { CID } from 'multiformats/cid'
import type { Hex } from 'viem'
import { BundleError } from './BundleError.ts'
import { fetchBlock } from './fetchBlock.ts'
import { IpfsError } from './IpfsError.ts'
import { manifestPath, readBundle } from './readBundle.ts'
import type { Version } from './readVersion.ts'
import { compareFile, verifyBundle } from './verifyBundle.ts'

/** What of a version is needed to verify its bytes. */
export type VersionDigests = Pick<Version, 'manifestHash' | 'artifactsRoot' | 'artifactsCodec' | 'totalBytes'>

function checkTotal(manifest: Manifest, version: VersionDigests): void {
  const total = manifest.files.reduce((sum, file) => sum + BigInt(file.size), 0n)
  if (total === version.totalBytes) return
  throw new BundleError(
    `The manifest's files have ${total} bytes together, the chain says ${version.totalBytes}.`,
    {
      code: 'size_mismatch',
      details: { expected: version.totalBytes.toString(), actual: total.toString() },
      next: 'Do not approve it.',
    },
  )
}

/**
 * Fetches the manifest of a version by the digest that stands on chain. manifest.json is one raw block, so its CID
 * follows from `manifestHash` and no folder has to be believed.
 *
 * @throws IpfsError or ManifestError
 */
export async function fetchManifest(
  manifestHash: Hex,
  gatewayUrl: string,
  options: { signal?: AbortSignal; deadline?: number } = {},
): Promise<{ manifest: Manifest; bytes: Uint8Array }> {
  const bytes = await fetchBlock(gatewayUrl, artifactsCid(manifestHash, rawCodec), options)
  return { manifest: parseManifest(bytes), bytes }
}

/**
 * Fetches every file of a version from a gateway that is not believed, and holds each against the manifest.
 *
 * @param onFile Called after each file that is right.
 * @throws BundleError that names the first difference; IpfsError.
 */
export async function verifyPublished(
  version: VersionDigests,
  gatewayUrl: string,
  {
    signal,
    onFile,
  }: { signal?: AbortSignal; onFile?: (path: string, done: number, of: number) => void } = {},
): Promise<Manifest> {
  const options = signal === undefined ? {} : { signal }
  const { manifest } = await fetchManifest(version.manifestHash, gatewayUrl, options)
  checkTotal(manifest, version)

  const root = artifactsCid(version.artifactsRoot, version.artifactsCodec)
  const blocks: ReadableStorage = {
    async *get(cid: CID) {
      yield await fetchBlock(gatewayUrl, cid, options)
    },
  }
  const listed = new Map<string, { size: number; file?: ManifestFile }>(
    manifest.files.map((file) => [file.path, { size: file.size, file }]),
  )
  // Its digest is compared below, with what stands on chain.
  listed.set(manifestPath, { size: manifestLimits.manifestBytes })
  const missing = new Set(listed.keys())

  const visit = async (cid: CID, path: string): Promise<void> => {
    const entry = await exporter(cid, blocks, options)
    if (entry.type === 'directory') {
      for await (const child of entry.entries(options)) {
        const inside = path === '' ? child.name : `${path}/${child.name}`
        // Looked at before anything is fetched: a folder made to be endless is left at its first stranger.
        if (![...listed.keys()].some((known) => known === inside || known.startsWith(`${inside}/`))) {
          throw new BundleError(
            `${JSON.stringify(inside)} is in the folder on IPFS but not in the manifest.`,
            {
              code: 'file_unlisted',
              details: { path: inside },
              next: 'Do not approve it.',
            },
          )
        }
        await visit(child.cid, inside)
      }
      return
    }
    const expected = listed.get(path)
    if (expected === undefined || (entry.type !== 'file' && entry.type !== 'raw')) {
      throw new BundleError(`${JSON.stringify(path)} in the folder on IPFS is not what the manifest lists.`, {
        code: 'bundle_link',
        details: { path, actual: entry.type },
        next: 'Do not approve it.',
      })
    }
    const hash = createHash('sha256')
    let size = 0
    for await (const piece of entry.content(options)) {
      size += piece.length
      // The first byte too many ends it: a folder can claim any size.
      if (size > expected.size) break
      hash.update(piece)
    }
    const sha256 = hash.digest('hex')
    if (expected.file !== undefined) {
      compareFile(expected.file, { size, sha256 }, 'on IPFS')
    } else if (`0x${sha256}` !== version.manifestHash) {
      throw new BundleError('The manifest in the folder on IPFS is another one than the chain names.', {
        code: 'manifest_mismatch',
        details: { path, expected: version.manifestHash, actual: `0x${sha256}` },
        next: 'Do not approve it.',
      })
    }
    missing.delete(path)
    if (expected.file !== undefined) onFile?.(path, listed.size - missing.size, listed.size)
  }

  try {
    await visit(root, '')
  } catch (cause) {
    if (cause instanceof CommonwealError) throw cause
    throw new IpfsError(
      `The folder ${root} on IPFS cannot be read as files: ${cause instanceof Error ? cause.message : cause}`,
      {
        code: 'ipfs_wrong_bytes',
        cause,
        details: { cid: root.toString() },
        next: 'Do not approve it.',
      },
    )
  }
  const [absent] = missing
  if (absent !== undefined) {
    throw new BundleError(`${JSON.stringify(absent)} is not in the folder on IPFS.`, {
      code: 'file_missing',
      details: { path: absent },
      next: 'Do not approve it.',
    })
  }
  return manifest
}

/**
 * Holds a folder on this machine against a version on chain: the manifest's digest, every file, and the folder's CID.
 * Needs no IPFS.
 *
 * @throws BundleError that names the first difference.
 */
export async function verifyDirectory(version: VersionDigests, directory: string): Promise<Manifest> {
  const { files, manifest: bytes } = await readBundle(directory)
  if (bytes === undefined) {
    throw new BundleError(`There is no ${manifestPath} in ${directory}.`, {
      code: 'file_missing',
      details: { path: manifestPath },
      next: 'Give the folder that was submitted.',
    })
  }
  const actual = hashManifest(bytes)
  if (actual !== version.manifestHash) {
    throw new BundleError(
      `${manifestPath} in the folder is not the one on chain: sha256 ${actual}, the chain says ${version.manifestHash}.`,
      {
        code: 'manifest_mismatch',
        details: { path: manifestPath, expected: version.manifestHash, actual },
        next: 'These are not the files that were submitted.',
      },
    )
  }
  const manifest = parseManifest(bytes)
  verifyBundle(manifest, files)
  checkTotal(manifest, version)
  const { root, codec } = artifactsDigest(
    (await importArtifacts([...files, { path: manifestPath, bytes }])).root,
  )
  if (root !== version.artifactsRoot || codec !== version.artifactsCodec) {
    throw new BundleError('The files are those of the manifest, but the folder on chain is another one.', {
      code: 'root_mismatch',
      details: { expected: version.artifactsRoot, actual: root },
      next: 'Workers could not fetch it: submit the version again.',
    })
  }
  return manifest
}
