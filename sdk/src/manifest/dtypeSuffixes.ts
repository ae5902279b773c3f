import type { ManifestRuntime } from './schema.ts'

/**
 * What transformers.js appends to a graph's name for each choice of weights: `DEFAULT_DTYPE_SUFFIX_MAPPING` of
 * transformers.js 4.3.1, which it does not export.
 */
export const dtypeSuffixes: Readonly<Record<ManifestRuntime['dtype'], string>> = {
  fp32: '',
  fp16: '_fp16',
  int8: '_int8',
  uint8: '_uint8',
  q8: '_quantized',
  q4: '_q4',
  q2: '_q2',
  q1: '_q1',
  q4f16: '_q4f16',
  q2f16: '_q2f16',
  q1f16: '_q1f16',
  bnb4: '_bnb4',
}
