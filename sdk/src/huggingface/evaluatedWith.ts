import type { ManifestRuntime } from '../manifest/schema.ts'

/** The runtime this project's worker has, which a new manifest names unless told otherwise. */
export const evaluatedWith = {
  transformers: '4.3.1',
  onnxruntime: '1.30.0',
} as const satisfies Partial<ManifestRuntime>
