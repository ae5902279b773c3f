import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkerError } from '../errors/WorkerError.ts'
import { checkDigest } from './checkDigest.ts'

/**
 * Files by the sha256 of their bytes: `artifacts/sha256/<first two hex digits>/<digest>`. A file appears under its
 * digest complete and checked, or not at all.
 */
export class ArtifactStore {
  readonly #root: string
  readonly #incoming: string

  private constructor(dataDir: string) {
    this.#root = join(dataDir, 'artifacts', 'sha256')
    this.#incoming = join(dataDir, 'artifacts', 'incoming')
  }

  /** Opens the store and clears away what an interrupted fetch left. */
  static async open(dataDir: string): Promise<ArtifactStore> {
    const store = new ArtifactStore(dataDir)
    try {
      await rm(store.#incoming, { recursive: true, force: true })
      await mkdir(store.#root, { recursive: true, mode: 0o700 })
      await mkdir(store.#incoming, { recursive: true, mode: 0o700 })
    } catch (cause) {
      throw failed('open the artifact store', cause)
    }
    return store
  }

  /** @param digest sha256, 64 lowercase hex digits. */
  pathOf(digest: string): string {
    if (!/^[0-9a-f]{64}$/.test(digest)) throw new WorkerError('internal', `Not a sha256 digest: ${digest}`)
    return join(this.#root, digest.slice(0, 2), digest)
  }

  /** Size of the stored file in bytes; undefined where there is none. Says nothing about its bytes. */
  async sizeOf(digest: string): Promise<number | undefined> {
    try {
      return (await stat(this.pathOf(digest))).size
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw failed('look into the artifact store', cause)
    }
  }

  /**
   * Writes a stream to the store, checking size and digest on the way. The temporary file is synced before it gets
   * its name, and removed whatever goes wrong.
   * @param path The file's path in the manifest, for messages.
   * @throws WorkerError `artifact_mismatch` for other bytes than the digest's, `storage_failed` for a full disk.
   */
  async put(path: string, digest: string, size: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const target = this.pathOf(digest)
    const temporary = join(this.#incoming, randomUUID())
    const hash = createHash('sha256')
    let written = 0
    try {
      const file = await open(temporary, 'wx', 0o600).catch((cause) => {
        throw failed(`store ${path}`, cause)
      })
      try {
        for await (const chunk of chunks) {
          written += chunk.byteLength
          if (written > size) {
            throw new WorkerError(
              'manifest_refused',
              `${path} is larger than the ${size} bytes its manifest declares`,
              {
                path,
                next: 'The bundle on IPFS and its manifest do not belong together; submit it again.',
              },
            )
          }
          hash.update(chunk)
          await file.write(chunk).catch((cause) => {
            throw failed(`store ${path}`, cause)
          })
        }
        if (written < size) {
          throw new WorkerError(
            'manifest_refused',
            `${path} has ${written} bytes, its manifest declares ${size}`,
            { path, next: 'The bundle on IPFS and its manifest do not belong together; submit it again.' },
          )
        }
        checkDigest(path, digest, hash.digest('hex'))
        await file.sync()
      } finally {
        await file.close()
      }
      await mkdir(join(target, '..'), { recursive: true, mode: 0o700 })
      await rename(temporary, target)
    } finally {
      await rm(temporary, { force: true })
    }
  }

  /** Streams a stored file. The bytes are not checked here: whoever uses them hashes what it received. */
  read(digest: string): AsyncIterable<Buffer> {
    return createReadStream(this.pathOf(digest), { highWaterMark: 1024 * 1024 })
  }

  /** Reads a small file whole and checks it. */
  async readChecked(path: string, digest: string, limit: number): Promise<Buffer> {
    const size = await this.sizeOf(digest)
    if (size === undefined) throw missing(path, digest)
    if (size > limit) {
      throw new WorkerError('artifact_mismatch', `${path} has grown to ${size} bytes in the store`, {
        path,
        expected: digest,
      })
    }
    const chunks: Buffer[] = []
    for await (const chunk of this.read(digest)) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    checkDigest(path, digest, createHash('sha256').update(bytes).digest('hex'))
    return bytes
  }

  /** Names of unfinished files, for tests and for looking after a crash. */
  async unfinished(): Promise<string[]> {
    return readdir(this.#incoming)
  }
}

export function missing(path: string, digest: string): WorkerError {
  return new WorkerError('artifact_unreachable', `${path} (sha256 ${digest}) is not in the artifact store`, {
    path,
    expected: digest,
    next: 'The worker fetches it again by itself.',
  })
}

function failed(what: string, cause: unknown): WorkerError {
  const { code, message } = cause as NodeJS.ErrnoException
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  return new WorkerError(
    'storage_failed',
    `Could not ${what}: ${full ? 'the disk is full' : message}`,
    {
      next: full
        ? 'Free some space; the worker tries again by itself.'
        : 'Check the data folder and its permissions.',
      retryAfterSeconds: 30,
    },
    cause,
  )
}
