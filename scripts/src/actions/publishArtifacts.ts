import { encodeCar } from '@commonweal/sdk/artifacts/encodeCar'
import { type ArtifactBlock, importArtifacts } from '@commonweal/sdk/artifacts/importArtifacts'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 as sha256Hasher } from 'multiformats/hashes/sha2'
import { bytesToHex, type Hex } from 'viem'
import { IpfsError } from './IpfsError.ts'
import { redactUrl } from './redactUrl.ts'

/** Milliseconds for an upload: half a minute, and a second more for every megabyte. */
function deadlineFor(bytes: number): number {
  return 30_000 + Math.ceil(bytes / 1_000_000) * 1_000
}

/** `deadline` in milliseconds; left out, by size. */
type UploadOptions = { signal?: AbortSignal; deadline?: number }

async function importCar(
  ipfsRpcUrl: string,
  root: CID,
  blocks: readonly ArtifactBlock[],
  { signal, deadline: milliseconds }: UploadOptions,
): Promise<void> {
  const shown = redactUrl(ipfsRpcUrl)
  const deadline = AbortSignal.timeout(
    milliseconds ?? deadlineFor(blocks.reduce((sum, block) => sum + block.bytes.length, 0)),
  )
  try {
    // Large, and only needed here.
    const { create } = await import('kubo-rpc-client')
    const client = create({ url: ipfsRpcUrl })
    const roots: CID[] = []
    const results = client.dag.import(encodeCar({ root, blocks }), {
      pinRoots: true,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    })
    for await (const { root: imported } of results) {
      if (imported.pinErrorMsg) {
        throw new IpfsError(`The IPFS node at ${shown} did not keep the files: ${imported.pinErrorMsg}`, {
          code: 'ipfs_refused',
          details: { cid: root.toString() },
          next: 'Look at the node’s disk and log, and try again.',
        })
      }
      roots.push(imported.cid)
    }
    if (roots.length !== 1 || roots[0]?.toString() !== root.toString()) {
      throw new IpfsError(`The IPFS node at ${shown} answered with another root than the one sent.`, {
        code: 'ipfs_wrong_root',
        details: { expected: root.toString(), actual: roots.map(String) },
        next: 'Do not submit; use another IPFS node.',
      })
    }
  } catch (cause) {
    if (cause instanceof CommonwealError) throw cause
    if (cause instanceof Error && cause.name === 'HTTPError') {
      throw new IpfsError(`The IPFS node at ${shown} refused the files: ${cause.message}`, {
        code: 'ipfs_refused',
        cause,
        next: 'Look at the node’s log.',
      })
    }
    throw new IpfsError(
      deadline.aborted
        ? `The IPFS node at ${shown} did not take the files in time.`
        : `The IPFS node at ${shown} does not answer.`,
      {
        code: 'ipfs_unreachable',
        cause,
        details: { ipfs: shown },
        next: 'Start the local stack with `npm start`, or name another node with --ipfs-rpc or COMMONWEAL_IPFS_RPC.',
      },
    )
  }
}

/**
 * Packs a bundle and gives it to an IPFS node, which keeps it.
 *
 * @param files Every file with manifest.json among them.
 * @returns The folder's CID: the one computed here, which the node has confirmed.
 * @throws IpfsError
 */
export async function publishBundle({
  ipfsRpcUrl,
  files,
  ...options
}: {
  ipfsRpcUrl: string
  files: Iterable<{ path: string; bytes: Uint8Array }>
} & UploadOptions): Promise<{ root: CID; blocks: number; bytes: number }> {
  const { root, blocks } = await importArtifacts(files)
  await importCar(ipfsRpcUrl, root, blocks, options)
  return { root, blocks: blocks.length, bytes: blocks.reduce((sum, block) => sum + block.bytes.length, 0) }
}

/**
 * Gives a text of at most 1 MiB (a charter, a policy's words) to an IPFS node, as one raw block.
 *
 * @returns Its CID, its digest (what goes on chain) and its address.
 * @throws IpfsError
 */
export async function publishText({
  ipfsRpcUrl,
  text,
  ...options
}: {
  ipfsRpcUrl: string
  text: string
} & UploadOptions): Promise<{ cid: CID; digest: Hex; uri: string }> {
  const { cid, bytes, digest } = await textBlock(text)
  await importCar(ipfsRpcUrl, cid, [{ cid, bytes }], options)
  return { cid, digest, uri: `ipfs://${cid}` }
}

/**
 * What `publishText` would publish.
 *
 * @throws IpfsError `ipfs_refused` for more than 1 MiB.
 */
export async function textBlock(text: string): Promise<{ cid: CID; bytes: Uint8Array; digest: Hex }> {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > 1_048_576) {
    throw new IpfsError(`The text has ${bytes.length} bytes; one block holds at most 1048576.`, {
      code: 'ipfs_refused',
      next: 'Shorten the text.',
    })
  }
  const multihash = await sha256Hasher.digest(bytes)
  return { cid: CID.createV1(raw.code, multihash), bytes, digest: bytesToHex(multihash.digest) }
}
