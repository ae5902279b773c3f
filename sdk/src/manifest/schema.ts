import { z } from 'zod'
import { manifestLimits } from './manifestLimits.ts'
import { tasks } from './tasks.ts'

/** The value of `schema`. A change of meaning gets a new number; readers refuse what they do not know. */
export const manifestSchemaId = 'urn:commonweal:manifest:1'

const hidden = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u
const hiddenButNewline = /(?!\n)[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u
const isNfc = (text: string) => text.normalize('NFC') === text

/** One line for people. */
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !hidden.test(text), 'holds a control or invisible character')
    .refine((text) => text.trim() === text, 'starts or ends with white space')
    .refine(isNfc, 'is not in Unicode normal form NFC')

/** Paragraphs for people; lines end in `\n`. */
const prose = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !hiddenButNewline.test(text), 'holds a control or invisible character')
    .refine(isNfc, 'is not in Unicode normal form NFC')

const unique = <T>(list: readonly T[]) => new Set(list).size === list.length
const bytes32 = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])
/** As `sha256sum` prints it. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is not 64 lower-case hexadecimal digits')
/** https, or content-addressed. Never a scheme that a page could run. */
const link = z
  .string()
  .max(2048)
  .regex(/^(https|ipfs):\/\/[\x21-\x7e]+$/, 'is not an https:// or ipfs:// address')
/** An address, or the file of the bundle that holds the licence's words, as Hugging Face allows both. */
const licenseLink = z
  .string()
  .max(2048)
  .regex(
    /^(?:(?:https|ipfs):\/\/[\x21-\x7e]+|LICENSE(?:\.md|\.txt)?)$/,
    'is not an https:// or ipfs:// address, and not LICENSE, LICENSE.md or LICENSE.txt of the bundle',
  )
const exactVersion = z
  .string()
  .max(64)
  .regex(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/,
    'is not an exact semantic version such as 1.2.0',
  )
/** BCP 47, by shape only: the registry of languages changes, a vote on a manifest must not change with it. */
const languageTag = z
  .string()
  .max(64)
  .regex(
    /^([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wy-z0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?$/,
    'is not a language tag such as "mi", "quz" or "zh-Hant"',
  )
const count = z.int().min(1)
const finite = z.number().refine(Number.isFinite, 'is not a finite number')

const fileSchema = z.strictObject({
  path: z.string().min(1).max(manifestLimits.pathBytes),
  size: z.int().min(1).max(manifestLimits.fileBytes),
  sha256,
})

const runtimeSchema = z.strictObject({
  /** The weights that were evaluated and are voted on, by transformers.js' name. `auto` would leave the choice open. */
  dtype: z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'bnb4', 'q4f16', 'q2', 'q2f16', 'q1', 'q1f16']),
  device: z.enum([
    'cpu',
    'wasm',
    'webgpu',
    'cuda',
    'dml',
    'coreml',
    'webnn',
    'webnn-npu',
    'webnn-gpu',
    'webnn-cpu',
  ]),
  /** Version of transformers.js it was evaluated with. */
  transformers: exactVersion,
  /** Version of onnxruntime it was evaluated with. */
  onnxruntime: exactVersion,
  /** onnxruntime's session options, those that change results or cost. Names are onnxruntime's. */
  sessionOptions: z
    .strictObject({
      graphOptimizationLevel: z.enum(['disabled', 'basic', 'extended', 'layout', 'all']).optional(),
      executionMode: z.enum(['sequential', 'parallel']).optional(),
      intraOpNumThreads: z.int().min(1).max(256).optional(),
      interOpNumThreads: z.int().min(1).max(256).optional(),
      enableCpuMemArena: z.boolean().optional(),
      enableMemPattern: z.boolean().optional(),
    })
    .optional(),
  /** Tokens beyond which an input is refused. */
  maxInputTokens: count.max(10_000_000),
  /** Characters (Unicode code points) beyond which an input is refused before it is tokenised. */
  maxInputCharacters: count.max(100_000_000),
  /** For `feature-extraction`: how token vectors become one. Another choice is another embedding space. */
  pooling: z.enum(['none', 'mean', 'cls', 'first_token', 'last_token', 'eos']).optional(),
  /** For `feature-extraction`: whether vectors are scaled to length 1. */
  normalize: z.boolean().optional(),
})

const metricSchema = z.strictObject({
  type: line(64),
  name: line(128).optional(),
  value: z.union([finite, line(256)]),
})

/** A result of a Hugging Face `model-index`. */
const evaluationSchema = z.strictObject({
  task: z.strictObject({ type: line(64), name: line(128).optional() }),
  dataset: z.strictObject({
    type: line(128),
    name: line(256),
    config: line(128).optional(),
    split: line(64).optional(),
    revision: line(128).optional(),
  }),
  metrics: z.array(metricSchema).min(1).max(64),
  /** Who measured, where it was somebody else. */
  source: z.strictObject({ name: line(256).optional(), url: link }).optional(),
  notes: prose(4000).optional(),
})

const cardSchema = z.strictObject({
  /** What the model is, in words for everyone. */
  description: prose(4000),
  intendedUse: z.array(prose(2000)).min(1).max(32),
  outOfScope: z.array(prose(2000)).max(32),
  limitations: z.array(prose(2000)).min(1).max(32),
  trainingData: z
    .array(
      z.strictObject({
        name: line(256),
        description: prose(4000),
        /** Who looks after the data and may be asked about it. */
        custodian: line(256),
        /** How those whose words these are agreed, or why nobody had to. */
        consent: prose(2000),
        license: line(128).optional(),
        link: link.optional(),
      }),
    )
    .max(64),
  evaluation: z.array(evaluationSchema).max(64),
  energy: z
    .strictObject({
      /** Of training, all runs that led here. */
      kilowattHours: finite.min(0).optional(),
      /** Of training, as `co2_eq_emissions` of a Hugging Face model card. */
      co2Grams: finite.min(0).optional(),
      hardware: line(256).optional(),
      notes: prose(2000).optional(),
    })
    .optional(),
  contact: line(256).optional(),
})

const policySchema = z.strictObject({
  /** As on chain; all zero where no cultural protocol is attached. */
  policyId: bytes32,
  /** The protocol's words, by language and digest. */
  texts: z
    .array(z.strictObject({ language: languageTag, sha256 }))
    .max(128)
    .refine((texts) => unique(texts.map((text) => text.language)), 'has two texts in one language'),
})

const parentSchema = z.strictObject({
  communityId: bytes32,
  versionId: bytes32,
  relation: z.enum(['finetune', 'quantized', 'adapter', 'merge', 'distilled', 'revision']),
})

/**
 * A manifest as a value: what a community votes on. Objects are strict: a field this version does not know is
 * refused, because a reader that skips it would approve something it has not understood.
 * Rules that need more than one field at a time (paths, order, root, limits) are in `checkManifest`.
 */
export const manifestSchema = z
  .strictObject({
    schema: z.literal(manifestSchemaId),
    name: line(128),
    version: exactVersion,
    task: z.enum(tasks),
    library_name: z.literal('transformers.js'),
    language: z.array(languageTag).max(256).refine(unique, 'names a language twice'),
    /** An SPDX licence expression. By shape only, as with languages. */
    license: z
      .string()
      .max(256)
      .regex(
        /^\(?[A-Za-z0-9][A-Za-z0-9.+-]*\)?( (AND|OR|WITH) \(?[A-Za-z0-9][A-Za-z0-9.+-]*\)?)*$/,
        'is not an SPDX licence expression such as "MIT" or "Apache-2.0"',
      )
      .optional(),
    license_name: line(128).optional(),
    license_link: licenseLink.optional(),
    tags: z.array(line(64)).max(64).refine(unique, 'names a tag twice'),
    /** Models this one was made from, by the names people know them by. */
    base_model: z.array(line(256)).max(16).refine(unique, 'names a model twice').optional(),
    /** How it was made from them, in Hugging Face's words. */
    base_model_relation: z.enum(['finetune', 'quantized', 'adapter', 'merge']).optional(),
    files: z.array(fileSchema).min(1).max(manifestLimits.files),
    /** See `filesRoot`. */
    filesRoot: bytes32,
    runtime: runtimeSchema,
    card: cardSchema,
    policy: policySchema,
    /** Who is to be named with every answer. */
    attribution: line(500).optional(),
    /** Lineage on this chain, across communities. */
    parents: z.array(parentSchema).max(16),
  })
  .refine(
    (manifest) =>
      manifest.license === undefined
        ? manifest.license_name !== undefined && manifest.license_link !== undefined
        : manifest.license_name === undefined && manifest.license_link === undefined,
    { path: ['license'], message: 'needs either `license` or both `license_name` and `license_link`' },
  )

/** What a community votes on. See {@link manifestSchema}. */
export type Manifest = z.infer<typeof manifestSchema>
/** A file of the bundle: `size` in bytes, `sha256` as 64 lower-case hexadecimal digits without prefix. */
export type ManifestFile = z.infer<typeof fileSchema>
/** The settings the model is run with. */
export type ManifestRuntime = Manifest['runtime']
/** What a person reads about the model. */
export type ManifestCard = Manifest['card']
