import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ArtifactStore, missing } from '../artifacts/ArtifactStore.ts'
import type { Bundle } from '../artifacts/fetchBundle.ts'
import { WorkerError, type WorkerErrorCode, workerErrors } from '../errors/WorkerError.ts'
import type { ErrorMessage, FromModel, Output, ToModel } from './protocol.ts'

export interface ModelProcessSettings {
  dataDir: string
  threads: number
  /** Longest time from start to ready, milliseconds. */
  loadTimeoutMs: number
}

interface Waiting {
  resolve(outputs: Output[]): void
  reject(error: WorkerError): void
}

const entry = fileURLToPath(new URL('./childMain.ts', import.meta.url))

/**
 * One model in one process. Killing it is the only stop there is: native inference cannot be interrupted, and memory
 * comes back no other way.
 */
export class ModelProcess {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  readonly #exited: Promise<void>
  #nextId = 1
  #ended: WorkerError | undefined
  #onLoad: ((message: Extract<FromModel, { type: 'verified' | 'ready' | 'failed' }>) => void) | undefined
  #stderr = ''
  #ready = false
  /** Called once when the process ends without having been asked to. */
  onCrash: ((error: WorkerError) => void) | undefined

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#end(
          new WorkerError('model_crashed', `The model’s process ended (${signal ?? `code ${code}`})`, {
            next: 'The worker starts it again by itself.',
            retryAfterSeconds: 2,
          }),
        )
        resolve()
      })
      child.once('error', (cause) => {
        this.#end(
          new WorkerError('model_crashed', `The model’s process did not start: ${cause.message}`, {}, cause),
        )
        resolve()
      })
    })
    child.on('message', (message: FromModel) => this.#receive(message))
    // Kept only until the model is ready: afterwards a runtime might quote a payload.
    child.stderr?.on('data', (chunk: Buffer) => {
      if (!this.#ready) this.#stderr = (this.#stderr + chunk.toString()).slice(-4096)
    })
    child.stdout?.resume()
  }

  /**
   * Starts a process with the bundle's files open, and waits until it has checked and loaded them.
   * @param onVerified Told when every byte has been checked by the process itself.
   * @throws WorkerError `artifact_mismatch`, `model_refused`, `model_crashed` (also when it takes too long).
   */
  static async load(
    bundle: Bundle,
    store: ArtifactStore,
    settings: ModelProcessSettings,
    signal: AbortSignal,
    onVerified: () => void = () => {},
  ): Promise<ModelProcess> {
    signal.throwIfAborted()
    // An empty folder to stand in: whatever a runtime resolves relative to it finds nothing.
    const cwd = join(settings.dataDir, 'runtime')
    await mkdir(cwd, { recursive: true, mode: 0o700 })
    const files = await openFiles(bundle, store)
    let child: ChildProcess
    try {
      child = spawn(process.execPath, [...confinement(), entry], {
        cwd,
        env: { NODE_ENV: 'production', NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc', ...files.map(({ fd }) => fd)],
        windowsHide: true,
      })
    } finally {
      await Promise.all(files.map((file) => file.close()))
    }
    const model = new ModelProcess(child)
    try {
      await model.#load(bundle, settings, signal, onVerified)
      return model
    } catch (cause) {
      await model.kill(cause instanceof WorkerError ? cause : undefined)
      throw cause
    }
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Why the process is no more; undefined while it lives. */
  get ended(): WorkerError | undefined {
    return this.#ended
  }

  /**
   * Runs some inputs, one after the other.
   * @param deadlineMs Longest time; after it the process is killed, because it may never come back.
   * @throws WorkerError of the run, or the reason with which the process was killed meanwhile.
   */
  run(
    task: 'text-classification' | 'feature-extraction',
    inputs: string[],
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Output[]> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    if (signal.aborted) return Promise.reject(cancelledError())
    const id = this.#nextId++
    return new Promise<Output[]>((resolve, reject) => {
      const deadline = setTimeout(() => {
        const error = new WorkerError(
          'request_timeout',
          `The model did not answer within ${deadlineMs} ms and was stopped`,
          { next: 'Send fewer or shorter inputs.', retryAfterSeconds: 5 },
        )
        settle()
        reject(error)
        this.#crash(error)
      }, deadlineMs)
      const cancel = () => {
        this.#send({ type: 'cancel', id })
        settle()
        reject(cancelledError())
      }
      const settle = () => {
        clearTimeout(deadline)
        signal.removeEventListener('abort', cancel)
        this.#waiting.delete(id)
      }
      signal.addEventListener('abort', cancel, { once: true })
      this.#waiting.set(id, {
        resolve: (outputs) => {
          settle()
          resolve(outputs)
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      })
      this.#send({ type: 'run', id, task, inputs })
    })
  }

  /** Kills the process at once. Whatever it was answering fails with `reason`. */
  async kill(reason?: WorkerError): Promise<void> {
    this.onCrash = undefined
    this.#end(reason ?? new WorkerError('shutting_down', 'The model was stopped', { retryAfterSeconds: 5 }))
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  async #load(
    { manifest, manifestDigest }: Bundle,
    settings: ModelProcessSettings,
    signal: AbortSignal,
    onVerified: () => void,
  ): Promise<void> {
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(
          new WorkerError('model_refused', `The model did not load within ${settings.loadTimeoutMs} ms`, {
            next: 'Raise COMMONWEAL_LOAD_TIMEOUT_MS if the machine is slow; otherwise the bundle is faulty.',
          }),
        )
      }, settings.loadTimeoutMs)
      const abort = () => reject(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      this.#exited.then(() => reject(this.#withStderr()))
      this.#onLoad = (message) => {
        if (message.type === 'verified') return onVerified()
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
        if (message.type === 'ready') resolve()
        else reject(errorOf(message.error))
      }
      // Whatever settled it, nothing may be left waiting.
      void this.#exited.then(() => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
      })
    })
    const { task, runtime, files } = manifest
    this.#send({
      type: 'load',
      model: { id: manifestDigest, task, runtime, files },
      threads: settings.threads,
    })
    await ready
    this.#ready = true
    this.#stderr = ''
    this.#onLoad = undefined
  }

  #receive(message: FromModel): void {
    if (message.type === 'result') this.#waiting.get(message.id)?.resolve(message.outputs)
    else if (message.type === 'error') this.#waiting.get(message.id)?.reject(errorOf(message.error))
    else this.#onLoad?.(message)
  }

  #send(message: ToModel): void {
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  #crash(error: WorkerError): void {
    this.#end(error)
    this.#child.kill('SIGKILL')
  }

  #end(error: WorkerError): void {
    if (this.#ended !== undefined) return
    this.#ended = error
    for (const waiting of [...this.#waiting.values()]) waiting.reject(error)
    this.onCrash?.(error)
  }

  #withStderr(): WorkerError {
    const ended = this.#ended ?? new WorkerError('model_crashed', 'The model’s process ended')
    const last = this.#stderr.trim().split('\n').at(-1)
    return last ? new WorkerError(ended.code, `${ended.message}: ${last}`, ended.facts, ended) : ended
  }
}

/** Opens every file of the bundle, in the manifest's order. Symbolic links are not followed. */
async function openFiles({ manifest }: Bundle, store: ArtifactStore): Promise<FileHandle[]> {
  const opened = await Promise.allSettled(
    manifest.files.map(async ({ path, sha256 }) => {
      try {
        return await open(store.pathOf(sha256), constants.O_RDONLY | constants.O_NOFOLLOW)
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw missing(path, sha256)
        throw new WorkerError(
          'storage_failed',
          `${path} cannot be read: ${(cause as Error).message}`,
          { path },
          cause,
        )
      }
    }),
  )
  const files = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failed = opened.find((result) => result.status === 'rejected')
  if (failed !== undefined) {
    await Promise.all(files.map((file) => file.close()))
    throw failed.reason
  }
  return files
}

/**
 * Node's permission model: no file but the program's own code, no further processes, threads or inspector. Native
 * addons are allowed because onnxruntime is one, so this is a second fence and not the first.
 */
export function confinement(): string[] {
  const readable = new Set<string>()
  for (const module of [
    import.meta.url,
    import.meta.resolve('@commonweal/sdk/errors/CommonwealError'),
    import.meta.resolve('@huggingface/transformers'),
  ]) {
    readable.add(packagesOf(fileURLToPath(module)))
  }
  return [
    '--permission',
    '--allow-addons',
    ...[...readable].map((folder) => `--allow-fs-read=${join(folder, '*')}`),
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
  ]
}

/** The node_modules folder that holds a file, or else its package's source folder. */
function packagesOf(file: string): string {
  const marker = `${sep}node_modules${sep}`
  const at = file.indexOf(marker)
  return at >= 0 ? file.slice(0, at + marker.length - 1) : dirname(dirname(dirname(file)))
}

function errorOf({ code, message, ...facts }: ErrorMessage): WorkerError {
  const known = Object.hasOwn(workerErrors, code) ? (code as WorkerErrorCode) : 'internal'
  return new WorkerError(known, message, facts)
}

function cancelledError(): WorkerError {
  return new WorkerError('request_cancelled', 'The request was cancelled')
}
