import { posix } from 'node:path'
import protobuf from 'protobufjs/minimal.js'
import { WorkerError } from '../errors/WorkerError.ts'

/** Operator sets that onnxruntime implements itself. Anything else would need code from somewhere. */
const knownDomains = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'])

/** Deepest nesting of messages that is followed. Real graphs nest control flow a few levels deep. */
const maxDepth = 64

/**
 * Which messages of the ONNX protobuf (onnx/onnx.proto, IR version 13) can hold a tensor, and by which field numbers
 * they reach it. Everything else is skipped over without being materialised.
 */
const children: Record<string, Record<number, string>> = {
  Model: { 7: 'Graph', 8: 'OperatorSet', 20: 'Training', 25: 'Function' },
  Training: { 1: 'Graph', 2: 'Graph' },
  Function: { 7: 'Node', 9: 'OperatorSet', 11: 'Attribute' },
  Graph: { 1: 'Node', 5: 'Tensor', 15: 'SparseTensor' },
  Node: { 5: 'Attribute' },
  Attribute: {
    5: 'Tensor',
    6: 'Graph',
    10: 'Tensor',
    11: 'Graph',
    22: 'SparseTensor',
    23: 'SparseTensor',
  },
  SparseTensor: { 1: 'Tensor', 2: 'Tensor' },
  Tensor: { 13: 'ExternalData' },
}
/** String fields that name an operator domain. */
const domainFields: Record<string, number> = { Node: 7, OperatorSet: 1, Function: 10 }

/** What a model refers to outside its own bytes. */
export interface ModelReferences {
  /** Locations of external data exactly as the model names them, each once. */
  externalData: string[]
}

/**
 * Reads an ONNX file's protobuf before any runtime does, and refuses what could reach beyond the bundle: external
 * data outside the manifest, operators of unknown domains, nesting made to exhaust the stack.
 *
 * @param path The model's path in the bundle; locations of external data are relative to its folder.
 * @param files Paths of all files of the manifest.
 * @throws WorkerError `model_refused`, naming the model and what it refers to.
 */
export function checkModel(path: string, bytes: Uint8Array, files: ReadonlySet<string>): ModelReferences {
  const locations = new Set<string>()
  let graphs = 0

  const walk = (message: string, reader: protobuf.Reader, end: number, depth: number): void => {
    if (depth > maxDepth) throw refused(path, `is nested deeper than ${maxDepth} messages`)
    const kinds = children[message] ?? {}
    let key = ''
    let value = ''
    while (reader.pos < end) {
      const tag = reader.uint32()
      const field = tag >>> 3
      const wireType = tag & 7
      const kind = kinds[field]
      if (kind !== undefined) {
        if (wireType !== 2) throw refused(path, 'is not a well-formed ONNX file')
        const length = reader.uint32()
        if (reader.pos + length > end) throw refused(path, 'is not a well-formed ONNX file')
        if (message === 'Model' && kind === 'Graph') graphs++
        walk(kind, reader, reader.pos + length, depth + 1)
      } else if (domainFields[message] === field && wireType === 2) {
        const domain = reader.string()
        if (!knownDomains.has(domain)) {
          throw refused(
            path,
            `uses operators of ${JSON.stringify(domain)}, which are not part of onnxruntime`,
          )
        }
      } else if (message === 'ExternalData' && wireType === 2 && field === 1) {
        key = reader.string()
      } else if (message === 'ExternalData' && wireType === 2 && field === 2) {
        value = reader.string()
      } else {
        reader.skipType(wireType)
      }
    }
    if (reader.pos !== end) throw refused(path, 'is not a well-formed ONNX file')
    if (message === 'ExternalData' && key === 'location') locations.add(value)
  }

  try {
    walk('Model', protobuf.Reader.create(bytes), bytes.byteLength, 0)
  } catch (cause) {
    if (cause instanceof WorkerError) throw cause
    throw refused(path, 'is not a well-formed ONNX file', cause)
  }
  if (graphs !== 1) throw refused(path, 'does not hold exactly one graph')

  for (const location of locations) {
    if (location === '' || location.includes('\\') || location.includes('\0') || posix.isAbsolute(location)) {
      throw refused(
        path,
        `keeps weights at ${JSON.stringify(location)}, which is not a path inside the bundle`,
      )
    }
    const target = resolveLocation(path, location)
    if (!files.has(target) || location.split('/').some((segment) => segment === '..' || segment === '.')) {
      throw refused(path, `keeps weights in ${JSON.stringify(location)}, which its manifest does not list`)
    }
  }
  return { externalData: [...locations] }
}

/** The bundle's path of an external-data location. */
export function resolveLocation(modelPath: string, location: string): string {
  return posix.join(posix.dirname(modelPath), location)
}

function refused(path: string, what: string, cause?: unknown): WorkerError {
  return new WorkerError(
    'model_refused',
    `${path} ${what}`,
    { path, next: 'Export the model again with its weights inside, or list every file in the manifest.' },
    cause,
  )
}
