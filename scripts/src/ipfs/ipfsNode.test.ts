import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeCar } from '@commonweal/sdk/artifacts/encodeCar'
import { importArtifacts } from '@commonweal/sdk/artifacts/importArtifacts'
import { CarReader } from '@ipld/car'
import type { FastifyInstance } from 'fastify'
import { create, type KuboRPCClient } from 'kubo-rpc-client'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGateway } from './gateway.ts'
import { IpfsStore } from './IpfsStore.ts'
import { createKuboRpc } from './kuboRpc.ts'
import { readPeerId } from './readPeerId.ts'

let folder: string
let store: IpfsStore
let gateway: FastifyInstance
let rpc: FastifyInstance
let client: KuboRPCClient
let gatewayUrl: string
let rpcUrl: string

const start = async () => {
  store = await IpfsStore.open(folder)
  gateway = createGateway(store)
  rpc = createKuboRpc(store, {
    peerId: await readPeerId(folder),
    version: '1.2.3',
    allowedOrigins: ['http://127.0.0.1:3000'],
    maxUploadBytes: 32 * 1024 * 1024,
  })
  gatewayUrl = await gateway.listen({ host: '127.0.0.1', port: 0 })
  rpcUrl = await rpc.listen({ host: '127.0.0.1', port: 0 })
  client = create({ url: rpcUrl })
}
const stop = async () => {
  await Promise.all([gateway.close(), rpc.close()])
  await store.close()
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-ipfs-'))
  await start()
})
afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true, force: true })
})

const big = randomBytes(5 * 1024 * 1024 + 17)
const files = [
  { path: 'config.json', bytes: new TextEncoder().encode('{"a":1}') },
  { path: 'onnx/model.onnx', bytes: new Uint8Array(big) },
  { path: 'page.html', bytes: new TextEncoder().encode('<script>alert(1)</script>') },
]

const importBundle = async () => {
  const bundle = await importArtifacts(files)
  const roots: CID[] = []
  for await (const { root } of client.dag.import(encodeCar(bundle))) roots.push(root.cid)
  expect(roots.map(String)).toEqual([bundle.root.toString()])
  return bundle
}
const get = (path: string, init?: RequestInit) => fetch(`${gatewayUrl}${path}`, init)
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())
const storedBlocks = async () =>
  (await readdir(join(folder, 'blocks'), { recursive: true })).filter((name) => name.endsWith('.data'))

describe('the Kubo interface, with the real kubo-rpc-client', () => {
  test('says who it is, the same after a restart', async () => {
    const { id } = await client.id()
    expect((await client.version()).version).toBe('1.2.3')
    await stop()
    await start()
    expect((await client.id()).id.toString()).toBe(id.toString())
  })

  test('takes a CAR, pins its root and gives every file back by path', async () => {
    const { root } = await importBundle()
    const pins = []
    for await (const pin of client.pin.ls({ type: 'recursive' })) pins.push(pin.cid.toString())
    expect(pins).toEqual([root.toString()])
    const pieces = []
    for await (const piece of client.cat(`${root}/onnx/model.onnx`)) pieces.push(piece)
    expect(Buffer.concat(pieces).equals(big)).toBe(true)
  })

  test('keeps blocks and pins over a restart', async () => {
    const { root } = await importBundle()
    await stop()
    await start()
    expect((await get(`/ipfs/${root}/config.json`)).status).toBe(200)
    expect(await store.isPinRoot(root)).toBe(true)
  })

  test('importing the same CAR twice is the same as once', async () => {
    await importBundle()
    const before = await storedBlocks()
    await importBundle()
    expect(await storedBlocks()).toEqual(before)
  })

  test('refuses a CAR with a changed byte, names block and digests, and keeps nothing of it', async () => {
    const bundle = await importArtifacts(files)
    const blocks = bundle.blocks.map((block) => ({ cid: block.cid, bytes: Uint8Array.from(block.bytes) }))
    const changed = blocks.at(-2) as (typeof blocks)[number]
    changed.bytes[0] = (changed.bytes[0] ?? 0) ^ 1
    const digest = createHash('sha256').update(changed.bytes).digest('hex')
    const sending = async () => {
      for await (const _ of client.dag.import(encodeCar({ root: bundle.root, blocks })));
    }
    await expect(sending()).rejects.toThrow(new RegExp(`${changed.cid} does not match its hash.*${digest}`))
    expect(await storedBlocks()).toEqual([])
  })

  test('refuses a CAR whose root leads to a block that is nowhere, and keeps nothing of it', async () => {
    const bundle = await importArtifacts(files)
    const left = bundle.blocks.find((block) => block.cid.code === 0x55 && block.bytes.length > 1000)
    const blocks = bundle.blocks.filter((block) => block !== left)
    const sending = async () => {
      for await (const _ of client.dag.import(encodeCar({ root: bundle.root, blocks })));
    }
    await expect(sending()).rejects.toThrow(`Block ${left?.cid} is not on this node`)
    expect(await storedBlocks()).toEqual([])
  })

  test('a failed import leaves the blocks that were here before', async () => {
    const bundle = await importBundle()
    const before = await storedBlocks()
    const other = await importArtifacts([
      { path: 'new.txt', bytes: new Uint8Array(randomBytes(100)) },
      ...files,
    ])
    const blocks = other.blocks.map((block) =>
      block.bytes.length === 100 ? { ...block, bytes: new Uint8Array(100) } : block,
    )
    const sending = async () => {
      for await (const _ of client.dag.import(encodeCar({ root: other.root, blocks: blocks.reverse() })));
    }
    await expect(sending()).rejects.toThrow(/does not match its hash/)
    expect(await storedBlocks()).toEqual(before)
    expect((await get(`/ipfs/${bundle.root}?format=car`)).status).toBe(200)
  })

  test('refuses a truncated CAR', async () => {
    const bundle = await importArtifacts(files)
    const pieces: Uint8Array[] = []
    for await (const piece of encodeCar(bundle)) pieces.push(piece)
    const car = Buffer.concat(pieces)
    const sending = async () => {
      for await (const _ of client.dag.import([car.subarray(0, car.length - 1000)]));
    }
    await expect(sending()).rejects.toThrow(/not a whole CAR/)
    expect(await storedBlocks()).toEqual([])
  })

  test('refuses an upload above its limit', async () => {
    const bundle = await importArtifacts([
      { path: 'large.onnx', bytes: new Uint8Array(randomBytes(33 * 1024 * 1024)) },
    ])
    const sending = async () => {
      for await (const _ of client.dag.import(encodeCar(bundle)));
    }
    await expect(sending()).rejects.toThrow(/larger than 33554432 bytes/)
    expect(await storedBlocks()).toEqual([])
  })

  test('an upload whose sender goes away leaves nothing', async () => {
    const bundle = await importArtifacts(files)
    const pieces: Uint8Array[] = []
    for await (const piece of encodeCar(bundle)) pieces.push(piece)
    const body = Buffer.concat(pieces)
    const { port } = rpc.server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `POST /api/v0/dag/import HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${body.length + 500}\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    )
    socket.write(body.subarray(0, body.length / 2), () => setImmediate(() => socket.destroy()))
    await new Promise((resolve) => socket.once('close', resolve))
    await expect.poll(async () => (await storedBlocks()).length, { timeout: 5_000 }).toBe(0)
    // The node is not blocked by it.
    await importBundle()
  })

  test('block put, get and stat agree, and a missing block is an answer, not a wait', async () => {
    const bytes = randomBytes(1000)
    const cid = await client.block.put(bytes)
    expect(Buffer.from(await client.block.get(cid)).equals(bytes)).toBe(true)
    expect((await client.block.stat(cid)).size).toBe(1000)
    const absent = CID.createV1(0x55, Digest.create(0x12, createHash('sha256').update('absent').digest()))
    await expect(client.block.get(absent)).rejects.toThrow(`Block ${absent} is not on this node`)
  })

  test('pin and unpin', async () => {
    const cid = await client.block.put(randomBytes(10))
    await expect(client.pin.rm(cid)).rejects.toThrow(/is not pinned/)
    expect((await client.pin.add(cid)).toString()).toBe(cid.toString())
    expect((await client.pin.add(cid)).toString()).toBe(cid.toString())
    await client.pin.rm(cid)
    expect(await store.isPinRoot(cid)).toBe(false)
  })

  test('a call it does not know is named', async () => {
    await expect(client.repo.gc()[Symbol.asyncIterator]().next()).rejects.toThrow(
      '/api/v0/repo/gc is not supported',
    )
  })

  test('pages of other origins and names that are not loopback are refused', async () => {
    const call = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        httpRequest(`${rpcUrl}/api/v0/version`, { method: 'POST', headers }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
          .on('error', reject)
          .end()
      })
    expect(await call({ origin: 'https://evil.example' })).toBe(403)
    expect(await call({ origin: 'http://127.0.0.1:3000' })).toBe(200)
    expect(await call({ host: 'evil.example' })).toBe(403)
    expect((await fetch(`${rpcUrl}/api/v0/version`)).status).toBe(405)
  })
})

describe('the gateway', () => {
  test('gives verifiable blocks and CARs', async () => {
    const { root, blocks } = await importBundle()
    const raw = await get(`/ipfs/${root}?format=raw`)
    expect(raw.headers.get('content-type')).toBe('application/vnd.ipld.raw')
    expect(
      createHash('sha256')
        .update(await bytesOf(raw))
        .digest(),
    ).toEqual(Buffer.from(root.multihash.digest))
    const response = await get(`/ipfs/${root}`, { headers: { accept: 'application/vnd.ipld.car' } })
    expect(response.headers.get('content-type')).toMatch(/^application\/vnd\.ipld\.car; version=1/)
    const car = await CarReader.fromBytes(await bytesOf(response))
    const cids = []
    for await (const block of car.blocks()) cids.push(block.cid.toString())
    expect(new Set(cids)).toEqual(new Set(blocks.map((block) => block.cid.toString())))
  })

  test('gives the plain bytes of a file with headers no browser will run', async () => {
    const { root } = await importBundle()
    const page = await get(`/ipfs/${root}/page.html`)
    expect(page.headers.get('content-type')).toBe('application/octet-stream')
    expect(page.headers.get('content-disposition')).toBe('attachment')
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('content-security-policy')).toContain('sandbox')
    expect(page.headers.get('access-control-allow-origin')).toBe('*')
    const model = await get(`/ipfs/${root}/onnx/model.onnx`)
    expect(model.headers.get('content-length')).toBe(String(big.length))
    expect((await bytesOf(model)).equals(big)).toBe(true)
  })

  test('lists a folder, answers HEAD without a body and 304 for a known tag', async () => {
    const { root } = await importBundle()
    const listing = (await (await get(`/ipfs/${root}`)).json()) as { entries: { name: string }[] }
    expect(listing.entries.map((entry) => entry.name)).toEqual(['config.json', 'onnx', 'page.html'])
    const head = await get(`/ipfs/${root}/config.json`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '7', ''])
    const tag = head.headers.get('etag') ?? ''
    expect((await get(`/ipfs/${root}/config.json`, { headers: { 'if-none-match': tag } })).status).toBe(304)
  })

  test('gives ranges of a file', async () => {
    const { root } = await importBundle()
    const range = (value: string) => get(`/ipfs/${root}/onnx/model.onnx`, { headers: { range: value } })
    const middle = await range('bytes=1048570-1048585')
    expect([middle.status, middle.headers.get('content-range')]).toEqual([
      206,
      `bytes 1048570-1048585/${big.length}`,
    ])
    expect((await bytesOf(middle)).equals(big.subarray(1048570, 1048586))).toBe(true)
    expect((await bytesOf(await range('bytes=-5'))).equals(big.subarray(-5))).toBe(true)
    expect((await range(`bytes=${big.length}-`)).status).toBe(416)
  })

  test('only-if-cached is answered 412 when the block is not here', async () => {
    const absent = 'QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn'
    const headers = { 'cache-control': 'only-if-cached' }
    expect((await get(`/ipfs/${absent}`, { method: 'HEAD', headers })).status).toBe(412)
    const { root } = await importBundle()
    expect((await get(`/ipfs/${root}`, { method: 'HEAD', headers })).status).toBe(200)
  })

  test.each([
    ['/ipfs/nonsense', 400, 'cid_malformed'],
    ['/ipfs/bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae', 400, 'cid_unsupported'],
    ['/ipfs/QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn', 404, 'block_missing'],
    ['/ipfs/bafkqaaa?format=tar', 400, 'format_unsupported'],
    ['/elsewhere', 404, 'not_found'],
  ])('%s is answered %i %s', async (path, status, code) => {
    const response = await get(path)
    expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([
      status,
      code,
    ])
  })

  test('a path that is not there is a 404 that names it', async () => {
    const { root } = await importBundle()
    const response = await get(`/ipfs/${root}/onnx/absent.onnx`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain(`/ipfs/${root}/onnx/absent.onnx`)
  })

  test('a block that changed on disk is never served, and sending it again heals it', async () => {
    const { root } = await importBundle()
    const config = await store.resolve(root, 'config.json')
    for (const name of await storedBlocks()) {
      const path = join(folder, 'blocks', name)
      if ((await readFile(path, 'utf8')) === '{"a":1}') await writeFile(path, '{"a":2}')
    }
    const response = await get(`/ipfs/${root}/config.json`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain(`Block ${config.cid} was damaged on disk`)
    await importBundle()
    expect(await (await get(`/ipfs/${root}/config.json`)).text()).toBe('{"a":1}')
  })
})
