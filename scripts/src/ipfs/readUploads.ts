import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { IpfsNodeError } from './IpfsNodeError.ts'

/**
 * The files of a multipart upload, one after the other, as streams. Each has to be read to its end (or left by
 * throwing) before the next is given.
 *
 * @throws IpfsNodeError `upload_malformed`, status 400, also when the sender goes away in the middle.
 */
export async function* readUploads(request: IncomingMessage): AsyncGenerator<AsyncIterable<Uint8Array>> {
  let parser: InstanceType<typeof Busboy>
  try {
    parser = new Busboy({
      headers: request.headers as { 'content-type': string },
      limits: { fields: 0, files: 64 },
    })
  } catch (cause) {
    throw malformed('The body is not multipart/form-data with a file.', cause)
  }
  const waiting: Readable[] = []
  let finished = false
  let failure: unknown
  let current: Readable | undefined
  let wake = () => {}
  const fail = (cause: unknown) => {
    failure ??= malformed('The upload broke off.', cause)
    current?.destroy(failure as Error)
    for (const file of waiting) file.destroy(failure as Error)
    wake()
  }
  parser.on('file', (_field, file) => {
    file.on('error', () => {})
    waiting.push(file)
    wake()
  })
  parser.on('finish', () => {
    finished = true
    wake()
  })
  parser.on('error', fail)
  request.on('error', fail)
  request.on('aborted', () => fail(undefined))
  request.pipe(parser)
  let count = 0
  try {
    for (;;) {
      if (failure) throw failure
      current = waiting.shift()
      if (current) {
        count++
        yield current
        if (failure) throw failure
      } else if (finished) break
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
    if (count === 0) throw malformed('The body holds no file.')
  } finally {
    // Left early: the rest of the upload is taken and thrown away, so that the sender reads our answer.
    request.unpipe(parser)
    request.resume()
  }
}

function malformed(message: string, cause?: unknown): IpfsNodeError {
  return new IpfsNodeError(message, {
    code: 'upload_malformed',
    status: 400,
    next: 'Send the file as multipart/form-data.',
    cause,
  })
}
