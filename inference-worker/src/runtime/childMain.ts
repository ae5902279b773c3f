/**
 * The process of one model. It is started without a shell, a network or a readable data folder; it inherits the
 * bundle's files open, checks them by itself, loads them and answers until it is killed.
 */
import { closeSync } from 'node:fs'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { WorkerError } from '../errors/WorkerError.ts'
import type { RunInput } from './loadModel.ts'
import {
  type ErrorMessage,
  type FromModel,
  firstFileDescriptor,
  type LoadMessage,
  type RunMessage,
  type ToModel,
} from './protocol.ts'
import { readFiles } from './readFiles.ts'

const send = (message: FromModel) => process.send?.(message)
const cancelled = new Set<number>()
let run: RunInput | undefined
let work: Promise<void> = Promise.resolve()

process.on('message', (message: ToModel) => {
  if (message.type === 'cancel') cancelled.add(message.id)
  else if (message.type === 'load') void load(message)
  else work = work.then(() => answer(message))
})
// Without its worker there is nobody to answer to.
process.on('disconnect', () => process.exit(0))

async function load({ model, threads }: LoadMessage): Promise<void> {
  try {
    const started = performance.now()
    const open = model.files.map((file, index) => ({ ...file, fd: firstFileDescriptor + index }))
    const files = readFiles(open)
    for (const { fd } of open) closeSync(fd)
    const verified = performance.now()
    send({ type: 'verified' })
    // Imported only now: nothing of the runtime is around while the bytes are still unchecked.
    const { loadModel } = await import('./loadModel.ts')
    run = await loadModel(model, files, threads)
    send({
      type: 'ready',
      milliseconds: { verify: verified - started, load: performance.now() - verified },
    })
  } catch (cause) {
    send({ type: 'failed', error: describe(cause, 'model_refused', 'The model could not be loaded') })
  }
}

async function answer({ id, inputs }: RunMessage): Promise<void> {
  try {
    if (run === undefined) throw new WorkerError('version_loading', 'The model is not loaded yet')
    const outputs = []
    for (const input of inputs) {
      // Lets a cancellation in between two inputs; a run itself cannot be interrupted, only killed.
      await new Promise((resolve) => setImmediate(resolve))
      if (cancelled.delete(id)) throw new WorkerError('request_cancelled', 'The request was cancelled')
      outputs.push(await run(input))
    }
    send({ type: 'result', id, outputs })
  } catch (cause) {
    // What a runtime says about a failed run may quote the input: it stays here.
    const error =
      cause instanceof WorkerError
        ? describe(cause, 'inference_failed', '')
        : { code: 'inference_failed', message: 'The model failed on this input' }
    send({ type: 'error', id, error })
  }
}

function describe(cause: unknown, code: string, fallback: string): ErrorMessage {
  if (cause instanceof WorkerError) {
    const { path, expected, actual, next, param } = cause.facts
    return { code: cause.code, message: cause.message, path, expected, actual, next, param }
  }
  if (cause instanceof CommonwealError) {
    const path = 'path' in cause && typeof cause.path === 'string' ? cause.path : undefined
    return { code, message: cause.message, next: cause.next, path }
  }
  const message = (cause as Error)?.message?.split('\n', 1)[0]
  return { code, message: message ? `${fallback}: ${message}` : fallback }
}
