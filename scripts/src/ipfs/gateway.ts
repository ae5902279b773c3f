import { Readable } from 'node:stream'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { CID } from 'multiformats/cid'
import { checkCid } from './checkBlock.ts'
import { IpfsNodeError } from './IpfsNodeError.ts'
import type { IpfsStore } from './IpfsStore.ts'
import { isLoopbackHost } from './isLoopbackHost.ts'

const immutable = 'public, max-age=29030400, immutable'
const maxListed = 10_000

/** Only types that no browser runs; everything else is bytes to be saved. */
const plainTypes: Record<string, string> = {
  json: 'application/json; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
}

/**
 * A trustless gateway after https://specs.ipfs.tech/http-gateways/trustless-gateway/: blocks with
 * `?format=raw`, DAGs with `?format=car` (or the Accept header), and for people the plain bytes of a file.
 * It serves what is on this node and asks nobody else.
 */
export function createGateway(store: IpfsStore, { deadlineMs = 30_000 } = {}): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: deadlineMs,
    bodyLimit: 1024,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 512 },
  })

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
      'Access-Control-Allow-Headers': 'Accept, Cache-Control, Content-Type, If-None-Match, Range',
      'Access-Control-Expose-Headers':
        'Content-Length, Content-Range, ETag, X-Content-Type-Options, X-Ipfs-Path, X-Ipfs-Roots',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
    // A name that an attacker points at 127.0.0.1 must not give a page on it the run of this node.
    if (!isLoopbackHost(request.headers.host)) {
      throw new IpfsNodeError(`This node answers on loopback only, not for ${request.headers.host}.`, {
        code: 'host_refused',
        status: 403,
        next: 'Use http://127.0.0.1 with the port of the gateway.',
      })
    }
  })
  app.setErrorHandler((error, _request, reply) => {
    const known = error instanceof IpfsNodeError
    const timedOut = (error as Error).name === 'TimeoutError' || (error as Error).name === 'AbortError'
    const status = known
      ? error.status
      : timedOut
        ? 504
        : ((error as { statusCode?: number }).statusCode ?? 500)
    reply
      .code(status)
      .headers({ 'Cache-Control': 'no-store' })
      .removeHeader('ETag')
      .send({
        error: known
          ? error.toJSON()
          : { code: timedOut ? 'deadline' : 'failed', message: (error as Error).message },
      })
  })
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: {
        code: 'not_found',
        message: `There is nothing at ${request.url}.`,
        next: 'Ask for /ipfs/<cid>.',
      },
    }),
  )

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const params = request.params as { cid: string; '*'?: string }
    const query = request.query as Record<string, string | undefined>
    const root = parseCid(params.cid)
    const path = parsePath(params['*'] ?? '')
    const signal = AbortSignal.timeout(deadlineMs)
    const cacheOnly = /\bonly-if-cached\b/.test(request.headers['cache-control'] ?? '')
    if (cacheOnly && !(await store.has(root))) {
      throw new IpfsNodeError(`Block ${root} is not on this node.`, { code: 'not_cached', status: 412 })
    }
    const format = chooseFormat(query.format, request.headers.accept)
    const entry = await store.resolve(root, path, signal)
    reply.headers({
      'Cache-Control': immutable,
      'X-Ipfs-Path': encodeURI(`/ipfs/${[root, path].filter(Boolean).join('/')}`),
      'X-Ipfs-Roots': [...new Set([root.toString(), entry.cid.toString()])].join(','),
      Vary: 'Accept',
    })
    const tag = `"${entry.cid}${format === 'plain' ? '' : `.${format}`}"`
    reply.header('ETag', tag)
    if ((request.headers['if-none-match'] ?? '').split(/\s*,\s*/).includes(tag)) return reply.code(304).send()
    const isHead = request.method === 'HEAD'

    if (format === 'raw') {
      const bytes = await store.get(entry.cid, signal)
      reply.headers({
        'Content-Type': 'application/vnd.ipld.raw',
        'Content-Disposition': `attachment; filename="${entry.cid}.bin"`,
        'Content-Length': bytes.length,
      })
      return isHead ? reply.send() : reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
    }
    if (format === 'car') {
      const car = await store.exportCar(entry.cid, signal)
      reply.headers({
        'Content-Type': 'application/vnd.ipld.car; version=1; order=dfs; dups=n',
        'Content-Disposition': `attachment; filename="${entry.cid}.car"`,
        'Accept-Ranges': 'none',
      })
      return isHead ? reply.send() : reply.send(Readable.from(car, { objectMode: false }))
    }
    if (entry.type === 'directory') {
      const entries = []
      for await (const { name, cid, bytes } of store.list(entry.cid, signal)) {
        if (entries.length === maxListed) break
        entries.push({ name, cid: cid.toString(), size: Number(bytes) })
      }
      reply.type('application/json; charset=utf-8')
      return isHead ? reply.send() : reply.send({ cid: entry.cid.toString(), entries })
    }

    const size = Number(entry.size)
    const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
    const type = plainTypes[extension]
    reply.headers({
      'Content-Type': type ?? 'application/octet-stream',
      'Accept-Ranges': 'bytes',
      ...(type ? {} : { 'Content-Disposition': 'attachment' }),
    })
    const range = parseRange(request.headers.range, size)
    if (range === 'unsatisfiable') {
      return reply.code(416).header('Content-Range', `bytes */${size}`).send()
    }
    if (range) {
      reply
        .code(206)
        .header('Content-Range', `bytes ${range.offset}-${range.offset + range.length - 1}/${size}`)
    }
    reply.header('Content-Length', range ? range.length : size)
    if (isHead) return reply.send()
    return reply.send(Readable.from(store.read(entry.cid, range ?? {}, signal), { objectMode: false }))
  }

  for (const url of ['/ipfs/:cid', '/ipfs/:cid/*']) {
    app.route({ method: ['GET', 'HEAD'], url, handler: answer })
    app.options(url, async (_request, reply) => reply.code(204).send())
  }
  return app
}

function parseCid(text: string): CID {
  let cid: CID
  try {
    cid = CID.parse(text)
  } catch (cause) {
    throw new IpfsNodeError(`${JSON.stringify(text.slice(0, 120))} is not a CID.`, {
      code: 'cid_malformed',
      status: 400,
      next: 'Ask for /ipfs/<cid>, for example /ipfs/bafy….',
      cause,
    })
  }
  checkCid(cid)
  return cid
}

function parsePath(path: string): string {
  const names = path.split('/').filter((name) => name !== '')
  if (names.some((name) => name === '.' || name === '..')) {
    throw new IpfsNodeError('A path under a CID has no "." or "..".', { code: 'path_refused', status: 400 })
  }
  return names.join('/')
}

function chooseFormat(format: string | undefined, accept = ''): 'raw' | 'car' | 'plain' {
  if (format === 'raw' || format === 'car') return format
  if (format !== undefined) {
    throw new IpfsNodeError(`Format ${JSON.stringify(format.slice(0, 40))} is not served.`, {
      code: 'format_unsupported',
      status: 400,
      next: 'Use format=raw or format=car.',
    })
  }
  if (accept.includes('application/vnd.ipld.raw')) return 'raw'
  if (accept.includes('application/vnd.ipld.car')) return 'car'
  return 'plain'
}

/** One byte range (RFC 9110); several are answered with the whole file, as the RFC allows. */
function parseRange(
  header: string | undefined,
  size: number,
): { offset: number; length: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, first = '', last = ''] = match
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start >= size || (first === '' && Number(last) === 0)) return 'unsatisfiable'
  if (end < start) return undefined
  return { offset: start, length: end - start + 1 }
}
