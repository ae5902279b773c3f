import type { ManifestFile, ManifestRuntime } from '@commonweal/sdk/manifest/schema'

/**
 * What the worker and a model's process say to each other. The bytes of files do not come this way: the process
 * inherits them as open descriptors, because it may open nothing itself.
 */

/** What of a checked manifest a model's process needs. */
export interface ModelDescription {
  /** sha256 of manifest.json, 64 hex digits; the only name transformers.js knows the model by. */
  id: string
  task: string
  runtime: ManifestRuntime
  /** In the order of the descriptors, the first of which is {@link firstFileDescriptor}. */
  files: ManifestFile[]
}

/** 0 to 2 are the usual three, 3 is the channel of these messages. */
export const firstFileDescriptor = 4

export interface LoadMessage {
  type: 'load'
  model: ModelDescription
  /** intra-op threads of onnxruntime. */
  threads: number
}

export interface RunMessage {
  type: 'run'
  id: number
  task: 'text-classification' | 'feature-extraction'
  inputs: string[]
}

export interface CancelMessage {
  type: 'cancel'
  id: number
}

export type ToModel = LoadMessage | RunMessage | CancelMessage

export interface LabelScore {
  label: string
  score: number
}

/** One input's answer: every label with its score, best first; or the embedding. */
export type Output = { tokens: number; labels: LabelScore[] } | { tokens: number; embedding: number[] }

export interface ErrorMessage {
  code: string
  message: string
  path?: string
  expected?: string
  actual?: string
  next?: string
  /** The request's field at fault. */
  param?: string
}

export type FromModel =
  | { type: 'verified' }
  | { type: 'ready'; milliseconds: { verify: number; load: number } }
  | { type: 'failed'; error: ErrorMessage }
  | { type: 'result'; id: number; outputs: Output[] }
  | { type: 'error'; id: number; error: ErrorMessage }
