import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { askWorker } from './askWorker'

let server: Server | undefined
afterEach(async () => {
  await new Promise((settle) => (server ? server.close(settle) : settle(undefined)))
  server = undefined
})

async function workerThatSays(status: number, body: unknown, headers: Record<string, string> = {}) {
  server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((settle) => server?.listen(0, '127.0.0.1', settle))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const question = { model: `0x${'b'.repeat(64)}`, input: 'Hello' }

describe('asking the worker', () => {
  it('keeps the reason of a refusal, with the file and both digests', async () => {
    const url = await workerThatSays(503, {
      error: {
        message: 'onnx/model.onnx is not the approved file.',
        type: 'server_error',
        param: null,
        code: 'artifact_mismatch',
        commonweal: { path: 'onnx/model.onnx', expected: 'aa', actual: 'bb' },
      },
    })
    expect(await askWorker(url, question)).toEqual({
      kind: 'refusal',
      refusal: {
        key: 'artifact_mismatch',
        message: 'onnx/model.onnx is not the approved file.',
        path: 'onnx/model.onnx',
        expected: 'aa',
        actual: 'bb',
      },
    })
  })

  it('knows when it is worth asking again', async () => {
    const url = await workerThatSays(
      503,
      { error: { message: 'Loading.', type: 'server_error', param: null, code: 'version_loading' } },
      { 'retry-after': '2' },
    )
    expect(await askWorker(url, question)).toMatchObject({
      refusal: { key: 'version_loading', retryAfter: 2 },
    })
  })

  it('has words for a code it has never heard of', async () => {
    const url = await workerThatSays(500, { error: { message: '?', code: 'brand_new' } })
    expect(await askWorker(url, question)).toMatchObject({ refusal: { key: 'other' } })
  })

  it('shows no answer that it does not understand', async () => {
    expect(await askWorker(await workerThatSays(200, { object: 'list', data: [] }), question)).toMatchObject({
      refusal: { key: 'malformed' },
    })
  })

  it('takes what is not JSON, and silence, for no answer', async () => {
    expect(await askWorker(await workerThatSays(200, '<html>'), question)).toMatchObject({
      refusal: { key: 'unreachable' },
    })
    expect(await askWorker('http://127.0.0.1:1', question)).toMatchObject({ refusal: { key: 'unreachable' } })
  })
})
