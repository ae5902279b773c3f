import { createHash } from 'node:crypto'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import type { Manifest } from '@commonweal/sdk/manifest/schema'
import { checkDigest } from '../artifacts/checkDigest.ts'
import { WorkerError } from '../errors/WorkerError.ts'

export interface ReceivedFiles {
  manifest: Manifest
  /** Bytes by path; exactly the manifest's files, each hashed in the buffer it lies in. */
  files: Map<string, Uint8Array>
}

/**
 * Reads a bundle from a pipe: manifest.json, then its files in the manifest's order, without any framing between them.
 * The manifest is judged by its digest alone and the files by the manifest, so that nothing else has to be believed.
 *
 * @throws WorkerError `artifact_mismatch`, naming the path and both digests.
 */
export async function receiveFiles(
  source: AsyncIterable<Uint8Array>,
  manifestDigest: string,
  manifestBytes: number,
): Promise<ReceivedFiles> {
  const take = reader(source)
  const bytes = await take('manifest.json', manifestBytes)
  checkDigest('manifest.json', manifestDigest, bytes.digest)
  const manifest = parseManifest(bytes.buffer)
  const files = new Map<string, Uint8Array>()
  for (const { path, size, sha256 } of manifest.files) {
    const file = await take(path, size)
    checkDigest(path, sha256, file.digest)
    files.set(path, file.buffer)
  }
  return { manifest, files }
}

function reader(source: AsyncIterable<Uint8Array>) {
  const chunks = source[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array(0)
  return async (path: string, size: number): Promise<{ buffer: Uint8Array; digest: string }> => {
    const buffer = new Uint8Array(size)
    const hash = createHash('sha256')
    let filled = 0
    while (filled < size) {
      if (rest.byteLength === 0) {
        const next = await chunks.next()
        if (next.done) {
          throw new WorkerError('artifact_mismatch', `${path} ended after ${filled} of ${size} bytes`, {
            path,
          })
        }
        rest = next.value
      }
      const part = rest.subarray(0, size - filled)
      buffer.set(part, filled)
      // Hash what was copied, not what arrived: the buffer that is checked is the buffer that is loaded.
      hash.update(buffer.subarray(filled, filled + part.byteLength))
      filled += part.byteLength
      rest = rest.subarray(part.byteLength)
    }
    return { buffer, digest: hash.digest('hex') }
  }
}
