import { reasons } from '@commonweal/sdk/policy/reasons'
import { purposes } from '@commonweal/sdk/policy/vocabulary'
import { z } from 'zod'
import { type WorkerErrorCode, workerErrors } from '../errors/WorkerError.ts'
import { classification, embedding, signedMessage } from './bodies.ts'

const text = { type: 'string' }
const time = { type: 'string', format: 'date-time' }
const maybeTime = { type: ['string', 'null'], format: 'date-time' }
const bytes32 = { type: 'string', pattern: '^0x[0-9a-f]{64}$' }
const signature = { type: 'string', pattern: '^0x([0-9a-f]{2})+$' }
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const object = (properties: Record<string, object>, optional: string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
})
const listOf = (items: object) => ({ type: 'array', items })
const json = (schema: object) => ({ 'application/json': { schema } })
const ok = (description: string, schema: object) => ({ 200: { description, content: json(schema) } })

const statuses = [...new Set(Object.values(workerErrors).map(({ status }) => status))].toSorted()
const codesOf = (status: number) =>
  (Object.keys(workerErrors) as WorkerErrorCode[]).filter((code) => workerErrors[code].status === status)
/** Every way of not answering, by HTTP status, with its codes. */
const refusals = Object.fromEntries(
  statuses.map((status) => [status, { $ref: `#/components/responses/${status}` }]),
)
const responses = Object.fromEntries(
  statuses.map((status) => [
    status,
    { description: `Codes: ${codesOf(status).join(', ')}.`, content: json(ref('Error')) },
  ]),
)

const security = [{}, { session: [] }]
const use = [{ $ref: '#/components/parameters/Purpose' }, { $ref: '#/components/parameters/Commercial' }]

const answered = (data: object) =>
  object({
    object: { const: 'list' },
    data: listOf(data),
    model: bytes32,
    usage: object({ prompt_tokens: { type: 'integer' }, total_tokens: { type: 'integer' } }),
    commonweal: ref('Evidence'),
  })
const question = (summary: string, body: z.ZodType, data: object) => ({
  post: {
    summary,
    security,
    parameters: use,
    requestBody: { required: true, content: json(z.toJSONSchema(body, { io: 'input' })) },
    responses: { ...ok('The answer, with what it stands on.', answered(data)), ...refusals },
  },
})
const plain = (summary: string, response: object, failed?: object) => ({
  get: { summary, responses: { ...response, ...(failed === undefined ? {} : { 503: failed }) } },
})

/** What is served, in the words of OpenAPI 3.1. */
export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Commonweal inference worker',
    version: '1.0.0',
    description:
      'Answers with the models that a community has approved, for whom and for what its cultural protocols allow. To whom a protocol lets nobody know of a version, it is as if it did not exist.',
  },
  paths: {
    '/v1/models': {
      get: {
        summary: 'The approved versions that the asker may know of',
        security,
        responses: {
          ...ok('The list.', object({ object: { const: 'list' }, data: listOf(ref('Model')) })),
          ...refusals,
        },
      },
    },
    '/v1/models/{id}': {
      get: {
        summary: 'One of them, by version id or slug',
        security,
        parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
        responses: { ...ok('The version.', ref('Model')), ...refusals },
      },
    },
    '/v1/classifications': question(
      'Classifies texts',
      classification,
      object({
        object: { const: 'classification' },
        index: { type: 'integer' },
        label: text,
        score: { type: 'number' },
        labels: listOf(object({ label: text, score: { type: 'number' } })),
      }),
    ),
    '/v1/embeddings': question(
      'Embeds texts',
      embedding,
      object({
        object: { const: 'embedding' },
        index: { type: 'integer' },
        embedding: { oneOf: [listOf({ type: 'number' }), { type: 'string', contentEncoding: 'base64' }] },
      }),
    ),
    '/v1/session/nonce': plain(
      'What a sign-in message (EIP-4361) has to say',
      ok(
        'A nonce, good once and for a few minutes.',
        object({ nonce: text, expiresAt: time, domains: listOf(text), chainId: { type: 'integer' } }),
      ),
    ),
    '/v1/session': {
      post: {
        summary: 'Signs in with Ethereum; also contract accounts (ERC-1271)',
        requestBody: { required: true, content: json(z.toJSONSchema(signedMessage, { io: 'input' })) },
        responses: {
          ...ok(
            'The session. Its token goes into the header Authorization, or is an OpenAI client’s API key.',
            object({ token: text, expiresAt: time, account: text }),
          ),
          ...refusals,
        },
      },
    },
    '/healthz': plain('Whether it answers at all', ok('It does.', { type: 'object' }), {
      description: 'It does not, and says why.',
      content: json({ type: 'object' }),
    }),
    '/readyz': plain('Whether what stands under no protocol is ready', ok('It is.', { type: 'object' }), {
      description: 'It is not yet.',
      content: json({ type: 'object' }),
    }),
    '/metrics': plain('For the operator: keep it from the public', {
      200: { description: 'Prometheus text format.', content: { 'text/plain': { schema: text } } },
    }),
    '/openapi.json': plain('This document', ok('This document.', { type: 'object' })),
  },
  components: {
    securitySchemes: {
      session: {
        type: 'http',
        scheme: 'bearer',
        description: 'The token of POST /v1/session. `none`, or no header: nobody has signed in.',
      },
    },
    parameters: {
      Purpose: {
        name: 'Commonweal-Purpose',
        in: 'header',
        description:
          'What the answer is for. Needed where a protocol decides, unless the community set a default.',
        schema: { enum: purposes },
      },
      Commercial: {
        name: 'Commonweal-Commercial',
        in: 'header',
        description: 'Whether it is used for gain.',
        schema: { enum: ['true', 'false'], default: 'false' },
      },
    },
    responses,
    schemas: {
      Model: object({
        id: bytes32,
        object: { const: 'model' },
        created: { type: 'integer', description: 'Unix seconds of the approval.' },
        owned_by: bytes32,
        commonweal: object(
          {
            slug: text,
            name: { type: ['string', 'null'] },
            version: { type: ['string', 'null'] },
            task: { type: ['string', 'null'] },
            manifestHash: bytes32,
            policyId: bytes32,
            state: { enum: ['fetching', 'verifying', 'loading', 'ready', 'refused'] },
            error: { type: 'object' },
          },
          ['error'],
        ),
      }),
      Evidence: object({
        versionId: bytes32,
        decision: object({
          allowed: { const: true },
          reason: { const: 'approved' },
          policy: {
            oneOf: [
              { type: 'null' },
              object({ policyId: bytes32, reason: { const: 'ALLOWED' }, until: maybeTime }),
            ],
          },
          approvedAt: { type: 'integer' },
          approvalBlock: { type: 'integer' },
          approvalTransaction: bytes32,
        }),
        attribution: { type: ['string', 'null'], description: 'Of the model, by its manifest.' },
        attributions: {
          ...listOf(object({ policyId: bytes32, sha256: bytes32, text }, ['text'])),
          description: 'Of the knowledge, by its protocols.',
        },
        receipt: object({ id: bytes32, message: { type: 'object' }, signature, salt: bytes32 }),
      }),
      Error: object({
        error: object(
          {
            message: text,
            type: text,
            param: { type: ['string', 'null'] },
            code: { enum: Object.keys(workerErrors) },
            commonweal: object(
              {
                next: { ...text, description: 'What can be done.' },
                until: { ...time, description: 'When time alone changes the answer.' },
                reason: { enum: reasons },
                policyId: bytes32,
                versionId: bytes32,
                path: text,
                expected: text,
                actual: text,
              },
              ['next', 'until', 'reason', 'policyId', 'versionId', 'path', 'expected', 'actual'],
            ),
          },
          ['commonweal'],
        ),
      }),
    },
  },
}
