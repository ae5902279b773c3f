import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kuboSource } from './kuboSource.ts'

const bytes = new TextEncoder().encode('a block')
let cid: CID
let url: string
const asked: string[] = []
/** The two commands of Kubo's RPC that are used, answered as Kubo 0.40 answers them. */
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://kubo')
  if (searchParams.get('arg') !== cid.toString()) {
    response.writeHead(500, { 'content-type': 'application/json' })
    return response.end(
      JSON.stringify({ Message: 'block was not found locally (offline)', Code: 0, Type: 'error' }),
    )
  }
  if (pathname === '/api/v0/block/stat') {
    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify({ Key: cid.toString(), Size: bytes.length }))
  }
  if (pathname === '/api/v0/block/get') return response.end(bytes)
  response.writeHead(404).end()
})
beforeAll(async () => {
  cid = CID.createV1(raw.code, await sha256.digest(bytes))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('reads a block over Kubo’s RPC', async () => {
  const got = await kuboSource(url).get(cid, 1_000, AbortSignal.timeout(5_000))
  expect(new TextDecoder().decode(got)).toBe('a block')
})

test('does not fetch a block that is larger than allowed', async () => {
  asked.length = 0
  await expect(kuboSource(url).get(cid, 3, AbortSignal.timeout(5_000))).rejects.toThrow(
    'larger than the 3 bytes',
  )
  expect(asked.some((path) => path.includes('block/get'))).toBe(false)
})

test('passes on what the node says when it has no such block', async () => {
  const other = CID.createV1(raw.code, await sha256.digest(new Uint8Array([1])))
  await expect(kuboSource(url).get(other, 1_000, AbortSignal.timeout(5_000))).rejects.toThrow('not found')
})
