import { importer } from 'ipfs-unixfs-importer'
import type { CID } from 'multiformats/cid'
import { ArtifactError } from '../errors/ArtifactError.ts'

/** A block of a bundle, with the identifier that its bytes hash to. */
export type ArtifactBlock = { cid: CID; bytes: Uint8Array }

/**
 * Packs a bundle into UnixFS blocks under the one import profile this project uses everywhere, Kubo's
 * `unixfs-v1-2025` (CIDv1, raw leaves, chunks of 1 MiB, 1024 links, sha2-256), so that the same files give the same
 * CID whoever packs them.
 *
 * @param files Every file of the bundle with manifest.json among them; paths as in the manifest.
 * @returns The folder's CID and all its blocks, each once, leaves before the nodes that link them.
 * @throws ArtifactError `bundle_refused` for an empty bundle or a path twice.
 */
export async function importArtifacts(
  files: Iterable<{ path: string; bytes: Uint8Array }>,
): Promise<{ root: CID; blocks: ArtifactBlock[] }> {
  const blocks = new Map<string, ArtifactBlock>()
  const paths = new Set<string>()
  const candidates = []
  for (const { path, bytes } of files) {
    if (paths.has(path)) {
      throw new ArtifactError(`${JSON.stringify(path)} is in the bundle twice.`, {
        code: 'bundle_refused',
        details: { path },
      })
    }
    paths.add(path)
    candidates.push({ path, content: bytes })
  }
  if (candidates.length === 0) {
    throw new ArtifactError('The bundle holds no file.', { code: 'bundle_refused' })
  }
  const store = {
    put: (cid: CID, bytes: Uint8Array) => {
      blocks.set(cid.toString(), { cid, bytes })
      return cid
    },
  }
  let root: CID | undefined
  const results = importer(candidates, store as unknown as Parameters<typeof importer>[1], {
    profile: 'unixfs-v1-2025',
    wrapWithDirectory: true,
  })
  for await (const { cid, path } of results) {
    if (path === '' || path === undefined) root = cid
  }
  if (root === undefined) {
    throw new ArtifactError('The bundle gave no folder.', { code: 'bundle_refused' })
  }
  return { root, blocks: [...blocks.values()] }
}
