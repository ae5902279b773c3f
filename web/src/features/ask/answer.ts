import { z } from 'zod'

const bytes32 = z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{64}$/)])
const hex = z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]*$/)])
const digits = z.string().regex(/^[0-9]{1,20}$/)
const label = z.object({ label: z.string(), score: z.number() })

/** A receipt as the worker's answer carries it. */
const receiptSchema = z.object({
  id: bytes32,
  message: z.object({
    communityId: bytes32,
    versionId: bytes32,
    manifestHash: bytes32,
    policyId: bytes32,
    task: z.string(),
    dtype: z.string(),
    requestCommitment: bytes32,
    responseCommitment: bytes32,
    approvalTransaction: bytes32,
    approvalBlock: digits,
    issuedAt: digits,
    worker: z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)]),
  }),
  signature: hex,
  salt: bytes32,
})

/** The worker's answer to a classification. `data` keeps every field it came with: the receipt commits to all of it. */
export const answerSchema = z.object({
  id: z.string(),
  object: z.literal('list'),
  model: z.string(),
  data: z
    .array(
      z.looseObject({
        object: z.literal('classification'),
        index: z.int(),
        label: z.string(),
        score: z.number(),
        labels: z.array(label),
      }),
    )
    .min(1),
  commonweal: z.object({
    versionId: bytes32,
    decision: z.object({
      allowed: z.literal(true),
      reason: z.string(),
      approvedAt: z.coerce.number().int(),
      approvalBlock: z.coerce.number().int(),
      approvalTransaction: bytes32,
    }),
    attribution: z.string().nullable(),
    receipt: receiptSchema,
  }),
})

/** See {@link answerSchema}. */
export type Answer = z.output<typeof answerSchema>

/** What the worker says when it does not answer. */
export const refusalSchema = z.object({
  error: z.object({
    message: z.string(),
    code: z.string(),
    commonweal: z
      .looseObject({
        next: z.string().optional(),
        until: z.string().optional(),
        versionId: z.string().optional(),
        path: z.string().optional(),
        expected: z.string().optional(),
        actual: z.string().optional(),
      })
      .optional(),
  }),
})
