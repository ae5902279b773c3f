import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Address } from 'viem'
import { z } from 'zod'
import type { Answer, AnswerService, AnswerTask } from '../answers/AnswerService.ts'
import type { Chain } from '../chain/Chain.ts'
import type { ChainWatcher } from '../chain/ChainWatcher.ts'
import { WorkerError, workerErrors } from '../errors/WorkerError.ts'
import type { LabelScore, Output } from '../runtime/protocol.ts'
import type { KnownVersion, VersionSet } from '../versions/VersionSet.ts'
import { Metrics } from './Metrics.ts'

export interface ServerParts {
  answers: AnswerService
  chain: Chain
  watcher: ChainWatcher
  versions: VersionSet
  worker: Address
  allowedOrigins: string[]
  log: Logger
}

/** As many inputs as one request may hold. */
const maxInputs = 256
const maxBodyBytes = 2 * 1024 * 1024

const inputs = z.union(
  [
    z.string().min(1, 'must not be empty'),
    z
      .array(z.string().min(1, 'must not be empty'))
      .min(1, 'must hold at least one text')
      .max(maxInputs, `must hold at most ${maxInputs} texts`),
  ],
  { error: `must be a text, or 1 to ${maxInputs} texts, none of them empty` },
)
const model = z.string({ error: 'must be a version id or a slug' }).min(1).max(128)

const classification = z.strictObject({
  model,
  input: inputs,
  top_k: z.int().min(1).max(10_000).optional(),
  user: z.string().optional(),
})
const embedding = z.strictObject({
  model,
  input: inputs,
  encoding_format: z.enum(['float', 'base64']).default('float'),
  user: z.string().optional(),
})

/** The node's HTTP face: OpenAI's shapes, with what a community needs to know beside each answer. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { answers, chain, watcher, versions, log } = parts
  const metrics = new Metrics(watcher, versions)
  const server = Fastify({
    logger: false,
    bodyLimit: maxBodyBytes,
    // A header is read whole before a route is known.
    requestTimeout: 30_000,
    forceCloseConnections: true,
  })
  await server.register(cors, {
    origin: parts.allowedOrigins,
    methods: ['GET', 'POST'],
    allowedHeaders: ['content-type', 'authorization'],
    exposedHeaders: ['retry-after', 'x-request-id'],
    maxAge: 600,
  })

  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('cache-control', 'no-store')
    reply.header('x-content-type-options', 'nosniff')
  })
  // Method, path and outcome; never a header or a body.
  server.addHook('onResponse', async (request, reply) => {
    log.debug(
      {
        method: request.method,
        path: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
  server.setNotFoundHandler((request, reply) =>
    sendError(
      reply,
      new WorkerError('not_found', `There is nothing at ${request.method} ${request.url.split('?', 1)[0]}`, {
        next: 'Served are /v1/models, /v1/classifications, /v1/embeddings, /healthz, /readyz and /metrics.',
      }),
    ),
  )
  server.setErrorHandler((error, _request, reply) => sendError(reply, asWorkerError(error, log)))

  server.get('/healthz', async (_request, reply) => {
    const refusal = watcher.refusal
    const head = watcher.head
    reply.code(refusal === undefined ? 200 : 503)
    return {
      status: refusal === undefined ? 'ok' : 'refusing',
      ...(refusal === undefined
        ? {}
        : { reason: refusal.message, code: refusal.code, next: refusal.facts.next }),
      chainId: chain.chainId,
      community: chain.community,
      head:
        head === undefined
          ? null
          : {
              number: Number(head.number),
              timestamp: Number(head.timestamp),
              ageSeconds: Math.round((watcher.headAgeSeconds ?? 0) * 1000) / 1000,
            },
      loaded: versions.known
        .filter(({ runner }) => runner?.state === 'ready')
        .map(({ record }) => record.versionId),
      worker: parts.worker,
    }
  })

  server.get('/readyz', async (_request, reply) => {
    const refusal = watcher.refusal
    const ready = refusal === undefined && versions.settled
    reply.code(ready ? 200 : 503)
    return {
      status: ready ? 'ready' : 'waiting',
      ...(refusal === undefined ? {} : { reason: refusal.message }),
      versions: Object.fromEntries(
        versions.known.map((version) => [version.record.versionId, stateOf(version)]),
      ),
    }
  })

  server.get('/metrics', async (_request, reply) => {
    reply.type(metrics.registry.contentType)
    return metrics.registry.metrics()
  })

  server.get('/v1/models', async () => {
    watcher.assertConfirmed()
    return { object: 'list', data: versions.known.map((version) => describeModel(chain, version)) }
  })

  server.get('/v1/models/:id', async (request) => {
    watcher.assertConfirmed()
    const { id } = request.params as { id: string }
    const version = versions.known.find(
      ({ record, slug }) => record.versionId === id.toLowerCase() || slug === id,
    )
    if (version === undefined) {
      throw new WorkerError('model_not_found', 'No such model is approved by this community', {
        param: 'model',
        next: 'GET /v1/models lists what can be asked.',
      })
    }
    return describeModel(chain, version)
  })

  server.post('/v1/classifications', async (request, reply) => {
    const body = parse(classification, request.body)
    const result = await ask(request, reply, 'text-classification', body, (outputs) =>
      outputs.map((output, index) => {
        const labels = 'labels' in output ? output.labels.slice(0, body.top_k) : []
        const best = labels[0] as LabelScore
        return { object: 'classification', index, label: best.label, score: best.score, labels }
      }),
    )
    return { id: `clf-${randomUUID()}`, object: 'list', data: result.data, ...common(result) }
  })

  server.post('/v1/embeddings', async (request, reply) => {
    const body = parse(embedding, request.body)
    const result = await ask(request, reply, 'feature-extraction', body, (outputs) =>
      outputs.map((output, index) => ({
        object: 'embedding',
        index,
        embedding: 'embedding' in output ? output.embedding : [],
      })),
    )
    // The receipt commits to the numbers; base64 is another way of writing the same ones.
    const data =
      body.encoding_format === 'float'
        ? result.data
        : result.data.map((item) => ({ ...item, embedding: toBase64(item.embedding) }))
    return { object: 'list', data, ...common(result) }
  })

  async function ask<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    task: AnswerTask,
    body: { model: string; input: string | string[] },
    shape: (outputs: Output[]) => T,
  ): Promise<Answer<T>> {
    const gone = new AbortController()
    const onClose = () => {
      if (!reply.raw.writableFinished) gone.abort()
    }
    reply.raw.once('close', onClose)
    const started = performance.now()
    try {
      const answer = await answers.answer(
        {
          task,
          model: body.model,
          inputs: typeof body.input === 'string' ? [body.input] : body.input,
          body: request.body,
        },
        shape,
        gone.signal,
      )
      metrics.requests.inc({ task, code: 'ok' })
      metrics.tokens.inc({ task }, answer.tokens)
      metrics.requestSeconds.observe({ task }, (performance.now() - started) / 1000)
      return answer
    } catch (cause) {
      const error = asWorkerError(cause, log)
      metrics.requests.inc({ task, code: error.code })
      metrics.refusals.inc({ reason: error.code })
      throw error
    } finally {
      reply.raw.off('close', onClose)
    }
  }

  return server
}

function common({ versionId, tokens, attribution, decision, receipt }: Answer<unknown>) {
  return {
    model: versionId,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
    commonweal: {
      versionId,
      decision,
      attribution,
      receipt,
    },
  }
}

function stateOf({ runner }: KnownVersion) {
  return runner?.state ?? 'refused'
}

function describeModel(chain: Chain, version: KnownVersion) {
  const { record, slug, decision, runner } = version
  const manifest = runner?.manifest
  const error = version.refusal ?? runner?.error
  return {
    id: record.versionId,
    object: 'model',
    created: decision.approvedAt,
    owned_by: chain.community,
    commonweal: {
      slug,
      name: manifest?.name ?? null,
      version: manifest?.version ?? null,
      task: manifest?.task ?? null,
      manifestHash: record.manifestHash,
      policyId: record.policyId,
      state: stateOf(version),
      ...(error === undefined ? {} : { error: describeError(error) }),
    },
  }
}

function describeError({ code, message, facts }: WorkerError) {
  const { next, ...details } = facts
  const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined))
  return {
    code,
    message,
    ...(next === undefined ? {} : { next }),
    ...(Object.keys(given).length ? { details: given } : {}),
  }
}

function sendError(reply: FastifyReply, error: WorkerError): FastifyReply {
  const { next, until, versionId, path, expected, actual, param, retryAfterSeconds } = error.facts
  const facts = { next, until, versionId, path, expected, actual }
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  if (workerErrors[error.code].retryable) reply.header('retry-after', String(retryAfterSeconds ?? 5))
  return reply.code(error.status).send({
    error: {
      message: error.message,
      type: workerErrors[error.code].type,
      param: param ?? null,
      code: error.code,
      ...(Object.keys(told).length === 0 ? {} : { commonweal: told }),
    },
  })
}

function asWorkerError(cause: unknown, log: Logger): WorkerError {
  if (cause instanceof WorkerError) return cause
  const { statusCode, code, message } = cause as { statusCode?: number; code?: string; message?: string }
  if (statusCode === 413) {
    return new WorkerError('payload_too_large', `A request may have at most ${maxBodyBytes} bytes`, {
      next: 'Send fewer or shorter texts at a time.',
    })
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    // What the parser says may quote the body; its code says enough.
    return new WorkerError('invalid_request', `The request could not be read (${code ?? statusCode})`, {
      next: 'Send JSON with the header content-type: application/json.',
    })
  }
  log.error({ code, error: (message ?? '').split('\n', 1)[0] }, 'unexpected failure')
  return new WorkerError('internal', 'The worker failed unexpectedly', { next: 'Its log says more.' }, cause)
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const param =
    issue?.code === 'unrecognized_keys'
      ? issue.keys[0]
      : issue?.path.length
        ? String(issue.path[0])
        : undefined
  const what = issue?.code === 'unrecognized_keys' ? 'is not known here' : (issue?.message ?? 'is not valid')
  throw new WorkerError('invalid_request', param === undefined ? `The body ${what}` : `${param} ${what}`, {
    param,
    next: 'Send JSON such as {"model": "…", "input": "…"}.',
  })
}

function toBase64(numbers: number[]): string {
  return Buffer.from(new Float32Array(numbers).buffer).toString('base64')
}
