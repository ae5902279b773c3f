import type { Hex } from 'viem'
import { z } from 'zod'
import { WorkerError } from '../errors/WorkerError.ts'

/** As many inputs as one request may hold. */
const maxInputs = 256

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

export const classification = z.strictObject({
  model,
  input: inputs,
  top_k: z.int().min(1).max(10_000).optional(),
  user: z.string().optional(),
})
export const embedding = z.strictObject({
  model,
  input: inputs,
  encoding_format: z.enum(['float', 'base64']).default('float'),
  user: z.string().optional(),
})

export const signedMessage = z.strictObject({
  message: z.string({ error: 'must be the message that was signed' }).min(1).max(8_192),
  signature: z
    .string({ error: 'must be the signature' })
    .regex(/^0x([0-9a-fA-F]{2})+$/, 'must be 0x and hex digits')
    .max(16_384)
    .transform((text) => text as Hex),
})

/** @throws WorkerError `invalid_request`, naming the field at fault. */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
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
    next:
      param === 'purpose' || param === 'commercial'
        ? `Say it in the header Commonweal-${param === 'purpose' ? 'Purpose' : 'Commercial'}.`
        : 'GET /openapi.json describes what a request holds.',
  })
}
