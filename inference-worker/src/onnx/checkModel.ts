import { inspectModel } from '@commonweal/sdk/lint/onnx/inspectModel'
import { WorkerError } from '../errors/WorkerError.ts'

/** What a model refers to outside its own bytes. */
export interface ModelReferences {
  /** Locations of external data exactly as the model names them, each once. */
  externalData: string[]
}

/**
 * Reads an ONNX file's protobuf before any runtime does, and refuses what the lint that voters saw refuses: external
 * data outside the manifest, operators of unknown domains, nesting made to exhaust the stack.
 *
 * @param path The model's path in the bundle; locations of external data are relative to its folder.
 * @param sizes Bytes of every file of the manifest, by path.
 * @throws WorkerError `model_refused`, naming the model and what it refers to.
 */
export function checkModel(
  path: string,
  bytes: Uint8Array,
  sizes: ReadonlyMap<string, number>,
): ModelReferences {
  const { remarks, externalData } = inspectModel(path, bytes, (file) => sizes.get(file))
  const refused = remarks.find(({ severity }) => severity === 'refuse')
  if (refused !== undefined) {
    throw new WorkerError('model_refused', `${path} ${refused.message}`, { path, next: refused.next })
  }
  return { externalData }
}
