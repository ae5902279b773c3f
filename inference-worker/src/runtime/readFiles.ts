import { createHash } from 'node:crypto'
import { readSync } from 'node:fs'
import { checkDigest } from '../artifacts/checkDigest.ts'
import { WorkerError } from '../errors/WorkerError.ts'

/** A file of the bundle, open for reading. */
export interface OpenFile {
  path: string
  size: number
  /** 64 lowercase hex digits. */
  sha256: string
  /** Descriptor, at the file's beginning. */
  fd: number
}

const chunkBytes = 4 * 1024 * 1024

/**
 * Reads files whole and checks each in the buffer it will be loaded from: between the check and the use there is no
 * second reading that could find other bytes.
 *
 * @returns Bytes by path; every array owns its whole buffer.
 * @throws WorkerError `artifact_mismatch`, naming the path and both digests (or sizes).
 */
export function readFiles(files: readonly OpenFile[]): Map<string, Uint8Array<ArrayBuffer>> {
  return new Map(files.map((file) => [file.path, readFile(file)]))
}

function readFile({ path, size, sha256, fd }: OpenFile): Uint8Array<ArrayBuffer> {
  // Not zeroed first: every byte is overwritten, or the file is refused.
  const buffer = new Uint8Array(Buffer.allocUnsafeSlow(size).buffer)
  const hash = createHash('sha256')
  let filled = 0
  while (filled < size) {
    const read = readSync(fd, buffer, filled, Math.min(chunkBytes, size - filled), null)
    if (read === 0) break
    hash.update(buffer.subarray(filled, filled + read))
    filled += read
  }
  const complete = filled === size && readSync(fd, new Uint8Array(1), 0, 1, null) === 0
  if (!complete) {
    throw new WorkerError(
      'artifact_mismatch',
      `${path} is not the approved file: it has ${filled < size ? filled : `more than ${size}`} bytes in the store, approved were ${size} (sha256 ${sha256})`,
      {
        path,
        expected: sha256,
        next: 'Delete the stored copy and start the worker again: it will fetch the file anew.',
      },
    )
  }
  checkDigest(path, sha256, hash.digest('hex'))
  return buffer
}
