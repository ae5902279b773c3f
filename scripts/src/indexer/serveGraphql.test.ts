import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Entrance, SUBGRAPH_PATH, serveGraphql } from './serveGraphql.ts'

let folder: string
let inner: http.Server
let socket: string
let entrance: Entrance

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cw-graphql-'))
  socket = path.join(folder, 'query')
  inner = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    response.writeHead(207, { 'x-from': 'inside' })
    response.end(`${request.method} ${request.url} ${body}`)
  })
  entrance = await serveGraphql(0, socket)
})

afterEach(async () => {
  await entrance.close()
  inner.close()
  await rm(folder, { recursive: true })
})

describe('serveGraphql', () => {
  it('passes a question on under the name graph-node knows, and the answer back', async () => {
    await new Promise<void>((resolve) => inner.listen(socket, resolve))
    const response = await fetch(`${entrance.url}${SUBGRAPH_PATH}?a=b`, {
      method: 'POST',
      body: '{"query":"…"}',
    })
    expect(response.status).toBe(207)
    expect(response.headers.get('x-from')).toBe('inside')
    expect(await response.text()).toBe('POST /subgraphs/name/subgraph-0?a=b {"query":"…"}')
  })

  it('opens no other path', async () => {
    await new Promise<void>((resolve) => inner.listen(socket, resolve))
    for (const other of ['/', '/graphql', '/subgraphs/name/subgraph-0', `${SUBGRAPH_PATH}/../subgraph-0`]) {
      expect((await fetch(`${entrance.url}${other}`)).status).toBe(404)
    }
  })

  it('says in GraphQL terms, to any page, that nobody is inside yet', async () => {
    const response = await fetch(`${entrance.url}${SUBGRAPH_PATH}`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(503)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringMatching(/not answering/) }],
    })
  })

  it('listens on the loopback interface alone', () => {
    expect(new URL(entrance.url).hostname).toBe('127.0.0.1')
  })

  it('names the port that is taken', async () => {
    const port = Number(new URL(entrance.url).port)
    await expect(serveGraphql(port, socket)).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining(String(port)),
    })
  })
})
