import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import { checkCid, maxBlockBytes } from './checkBlock.ts'
import { IpfsNodeError } from './IpfsNodeError.ts'
import type { IpfsStore } from './IpfsStore.ts'
import { isLoopbackHost } from './isLoopbackHost.ts'
import { readUploads } from './readUploads.ts'

type Options = {
  peerId: string
  version: string
  /** Web origins that may call this interface. Any other page in a browser is refused, as Kubo does. */
  allowedOrigins?: readonly string[]
  maxUploadBytes?: number
  /** How long one call may take, in milliseconds. Uploads of large bundles are the longest. */
  deadlineMs?: number
}

type Call = {
  args: readonly string[]
  flag: (name: string, fallback: boolean) => boolean
  option: (name: string) => string | undefined
  request: FastifyRequest
  signal: AbortSignal
}

/**
 * The part of Kubo's RPC (https://docs.ipfs.tech/reference/kubo/rpc/) that this project uses, so that the local
 * node and a real Kubo can be exchanged for one another behind `kubo-rpc-client`.
 */
export function createKuboRpc(
  store: IpfsStore,
  { peerId, version, allowedOrigins = [], maxUploadBytes = 4 * 1024 ** 3, deadlineMs = 600_000 }: Options,
): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: deadlineMs,
    bodyLimit: maxUploadBytes + 1024 * 1024,
    exposeHeadRoutes: false,
    routerOptions: { querystringParser: (text) => Object.fromEntries(new URLSearchParams(text)) },
  })
  // Bodies are read as streams by the calls that take one.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))

  app.addHook('onRequest', async (request, reply) => {
    const { origin, host } = request.headers
    if (!isLoopbackHost(host)) {
      throw refused(`This interface answers on loopback only, not for ${host}.`)
    }
    if (origin !== undefined) {
      if (!allowedOrigins.includes(origin)) throw refused(`Pages of ${origin} may not use this interface.`)
      reply.headers({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Headers': 'Content-Type, X-Requested-With',
        'Access-Control-Allow-Methods': 'POST, OPTIONS',
        Vary: 'Origin',
      })
    }
    if (request.method !== 'POST' && request.method !== 'OPTIONS') {
      throw new IpfsNodeError('Every call of this interface is a POST.', { code: 'method', status: 405 })
    }
  })
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof IpfsNodeError && error.status !== 404 ? error.status : 500
    const next = error instanceof IpfsNodeError && error.next ? ` ${error.next}` : ''
    reply.code(status).send({ Message: `${(error as Error).message}${next}`, Code: 0, Type: 'error' })
  })
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      Message: `${request.url.split('?')[0]} is not supported by this node.`,
      Code: 0,
      Type: 'error',
    }),
  )
  app.options('/api/v0/*', async (_request, reply) => reply.code(204).send())

  const call = (name: string, answer: (call: Call) => Promise<unknown>) =>
    app.post(`/api/v0/${name}`, async (request, reply) => {
      const query = new URL(request.url, 'http://localhost').searchParams
      const result = await answer({
        args: query.getAll('arg'),
        flag: (option, fallback) => (query.has(option) ? query.get(option) === 'true' : fallback),
        option: (option) => query.get(option) ?? undefined,
        request,
        signal: AbortSignal.timeout(deadlineMs),
      })
      if (result instanceof Lines) {
        return reply
          .type('application/json')
          .send(result.items.map((item) => `${JSON.stringify(item)}\n`).join(''))
      }
      if (result instanceof Uint8Array || result instanceof Readable) {
        return reply.type('application/octet-stream').header('X-Stream-Output', '1').send(result)
      }
      return reply.send(result)
    })

  call('version', async () => ({
    Version: version,
    Commit: '',
    Repo: '16',
    System: process.platform,
    Golang: '',
  }))
  call('id', async () => ({
    ID: peerId,
    PublicKey: '',
    Addresses: [],
    AgentVersion: `commonweal/${version}`,
    Protocols: [],
  }))

  call('dag/import', async ({ flag, request, signal }) => {
    const pin = flag('pin-roots', true)
    const roots: CID[] = []
    let blocks = 0
    let bytes = 0
    for await (const file of readUploads(request.raw)) {
      const result = await store.importCar(file, { pin, maxBytes: maxUploadBytes, signal })
      roots.push(...result.roots)
      blocks += result.blocks
      bytes += result.bytes
    }
    return new Lines([
      ...roots.map((root) => ({ Root: { Cid: { '/': root.toString() }, PinErrorMsg: '' } })),
      { Stats: { BlockCount: blocks, BlockBytesCount: bytes } },
    ])
  })
  call('dag/export', async ({ args, signal }) =>
    Readable.from(await store.exportCar(parseCid(args[0]), signal), { objectMode: false }),
  )

  call('block/put', async ({ flag, option, request, signal }) => {
    const codec = parseCodec(option('cid-codec') ?? option('format') ?? 'raw')
    const hash = option('mhtype') ?? 'sha2-256'
    if (hash !== 'sha2-256') {
      throw new IpfsNodeError(`Hash ${hash} is not supported.`, {
        code: 'hash_unsupported',
        status: 400,
        next: 'Use sha2-256.',
      })
    }
    const kept: { Key: string; Size: number }[] = []
    for await (const file of readUploads(request.raw)) {
      const bytes = await readWhole(file)
      const digest = Digest.create(0x12, createHash('sha256').update(bytes).digest())
      const cid = codec === 'v0' ? CID.createV0(digest) : CID.createV1(codec, digest)
      await store.put(cid, bytes)
      if (flag('pin', false)) await store.pin(cid, signal)
      kept.push({ Key: cid.toString(), Size: bytes.length })
    }
    return new Lines(kept)
  })
  call('block/get', async ({ args, signal }) => Buffer.from(await store.get(parseCid(args[0]), signal)))
  call('block/stat', async ({ args, signal }) => {
    const cid = parseCid(args[0])
    return { Key: cid.toString(), Size: (await store.get(cid, signal)).length }
  })

  call('pin/add', async ({ args, flag, signal }) => {
    if (!flag('recursive', true)) {
      throw new IpfsNodeError('Only recursive pins are supported.', { code: 'pin_unsupported', status: 400 })
    }
    const cids = args.map(parseCid)
    for (const cid of cids) await store.pin(cid, signal)
    return { Pins: cids.map(String) }
  })
  call('pin/rm', async ({ args }) => {
    const cids = args.map(parseCid)
    for (const cid of cids) await store.unpin(cid)
    return { Pins: cids.map(String) }
  })
  call('pin/ls', async ({ args, flag, option }) => {
    const type = option('type') ?? 'all'
    if (!['all', 'recursive'].includes(type)) {
      throw new IpfsNodeError(`Pin type ${type} is not listed here.`, {
        code: 'pin_unsupported',
        status: 400,
        next: 'Use type=recursive.',
      })
    }
    const wanted = args.map(parseCid)
    for (const cid of wanted) {
      if (!(await store.isPinRoot(cid))) {
        throw new IpfsNodeError(`path '${cid}' is not pinned`, { code: 'not_pinned', status: 404 })
      }
    }
    const pins = [...wanted]
    if (wanted.length === 0) for await (const cid of store.pins()) pins.push(cid)
    if (flag('stream', false))
      return new Lines(pins.map((cid) => ({ Cid: cid.toString(), Type: 'recursive' })))
    return { Keys: Object.fromEntries(pins.map((cid) => [cid.toString(), { Type: 'recursive' }])) }
  })

  call('cat', async ({ args, option, signal }) => {
    const [root = '', ...names] = (args[0] ?? '').replace(/^\/?ipfs\//, '').split('/')
    const entry = await store.resolve(parseCid(root), names.filter(Boolean).join('/'), signal)
    if (entry.type === 'directory') {
      throw new IpfsNodeError('this dag node is a directory', { code: 'not_a_file', status: 400 })
    }
    const range = { offset: parseCount(option('offset')), length: parseCount(option('length')) }
    return Readable.from(store.read(entry.cid, range, signal), { objectMode: false })
  })

  return app
}

/** An answer of one JSON value a line. */
class Lines {
  readonly items: readonly unknown[]
  constructor(items: readonly unknown[]) {
    this.items = items
  }
}

function refused(message: string): IpfsNodeError {
  return new IpfsNodeError(message, { code: 'forbidden', status: 403 })
}

function parseCid(text = ''): CID {
  try {
    const cid = CID.parse(text.replace(/^\/?ipfs\//, ''))
    checkCid(cid)
    return cid
  } catch (cause) {
    if (cause instanceof IpfsNodeError) throw cause
    throw new IpfsNodeError(`invalid path ${JSON.stringify(text.slice(0, 120))}: not a CID`, {
      code: 'cid_malformed',
      status: 400,
      cause,
    })
  }
}

function parseCodec(name: string): number | 'v0' {
  if (name === 'raw') return 0x55
  if (name === 'dag-pb') return 0x70
  if (name === 'v0' || name === 'protobuf') return 'v0'
  throw new IpfsNodeError(`Codec ${name} is not supported.`, {
    code: 'codec_unsupported',
    status: 400,
    next: 'Use raw or dag-pb.',
  })
}

function parseCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= 0) return count
  throw new IpfsNodeError(`${JSON.stringify(text)} is not a number of bytes.`, {
    code: 'option',
    status: 400,
  })
}

async function readWhole(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of source) {
    length += piece.length
    if (length > maxBlockBytes) {
      throw new IpfsNodeError(`A block has at most ${maxBlockBytes} bytes.`, {
        code: 'block_too_large',
        status: 413,
      })
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
