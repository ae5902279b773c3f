/** What the worker and a model's process say to each other. Bytes of files do not come this way but over a pipe. */

export interface LoadMessage {
  type: 'load'
  /** sha256 of manifest.json, 64 hex digits: all that the process needs to be told to judge what it receives. */
  manifestDigest: string
  manifestBytes: number
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
  | { type: 'ready'; milliseconds: { receive: number; load: number } }
  | { type: 'failed'; error: ErrorMessage }
  | { type: 'result'; id: number; outputs: Output[] }
  | { type: 'error'; id: number; error: ErrorMessage }
