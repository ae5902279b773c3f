import { randomUUID } from 'node:crypto'
import type { Purpose } from '@commonweal/sdk/policy/vocabulary'
import cors from '@fastify/cors'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Address } from 'viem'
import type { Answer, AnswerService, AnswerTask } from '../answers/AnswerService.ts'
import type { Chain } from '../chain/Chain.ts'
import type { ChainWatcher } from '../chain/ChainWatcher.ts'
import { WorkerError, type WorkerErrorFacts, workerErrors } from '../errors/WorkerError.ts'
import type { Asker } from '../policy/Asker.ts'
import { isoTime } from '../policy/decide.ts'
import type { LabelScore, Output } from '../runtime/protocol.ts'
import type { SessionBook } from '../sessions/SessionBook.ts'
import type { SignIn } from '../sessions/SignIn.ts'
import type { KnownVersion, VersionSet } from '../versions/VersionSet.ts'
import { classification, embedding, parse, signedMessage } from './bodies.ts'
import { Metrics } from './Metrics.ts'
import { openApi } from './openApi.ts'
import { readAsker } from './readAsker.ts'

export interface ServerParts {
  answers: AnswerService
  chain: Chain
  watcher: ChainWatcher
  versions: VersionSet
  worker: Address
  allowedOrigins: string[]
  defaultPurpose: Purpose | undefined
  sessions: SessionBook
  signIn: SignIn
  log: Logger
}

const maxBodyBytes = 2 * 1024 * 1024

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
    allowedHeaders: ['content-type', 'authorization', 'commonweal-purpose', 'commonweal-commercial'],
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
        next: 'GET /openapi.json lists what is served.',
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
      loaded: versions.open
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
        versions.open.map((version) => [version.record.versionId, stateOf(version)]),
      ),
    }
  })

  server.get('/metrics', async (_request, reply) => {
    reply.type(metrics.registry.contentType)
    return metrics.registry.metrics()
  })

  server.get('/openapi.json', async () => openApi)

  server.get('/v1/session/nonce', async () => parts.signIn.terms())

  server.post('/v1/session', async (request) => {
    const { message, signature } = parse(signedMessage, request.body)
    return parts.signIn.open(message, signature)
  })

  server.get('/v1/models', async (request) => {
    const visible = await answers.list(asker(request))
    return { object: 'list', data: visible.map((version) => describeModel(chain, version)) }
  })

  server.get('/v1/models/:id', async (request) => {
    const { id } = request.params as { id: string }
    return describeModel(chain, await answers.retrieve(id, asker(request)))
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

  function asker({ headers }: FastifyRequest): Asker {
    return readAsker(headers, parts.sessions, parts.defaultPurpose)
  }

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
          asker: asker(request),
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

function common({ versionId, tokens, attribution, attributions, decision, receipt }: Answer<unknown>) {
  const { policy } = decision
  return {
    model: versionId,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
    commonweal: {
      versionId,
      decision: {
        ...decision,
        policy: policy && { ...policy, until: policy.until === 0 ? null : isoTime(policy.until) },
      },
      attribution,
      attributions,
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
  const { next, ...details } = told(facts)
  return {
    code,
    message,
    ...(next === undefined ? {} : { next }),
    ...(Object.keys(details).length ? { details } : {}),
  }
}

/** The facts that there are, as the API tells them. */
function told({ until, ...facts }: WorkerErrorFacts): Record<string, unknown> {
  const all = { ...facts, until: until === undefined ? undefined : isoTime(until) }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function sendError(reply: FastifyReply, error: WorkerError): FastifyReply {
  const { param, retryAfterSeconds, ...facts } = error.facts
  const commonweal = told(facts)
  if (workerErrors[error.code].retryable) reply.header('retry-after', String(retryAfterSeconds ?? 5))
  if (error.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.code(error.status).send({
    error: {
      message: error.message,
      type: workerErrors[error.code].type,
      param: param ?? null,
      code: error.code,
      ...(Object.keys(commonweal).length === 0 ? {} : { commonweal }),
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

function toBase64(numbers: number[]): string {
  return Buffer.from(new Float32Array(numbers).buffer).toString('base64')
}
