import type { ManifestRuntime } from '@commonweal/sdk/manifest/schema'

/** What both models were evaluated with. Full precision: it answers alike in any batch, and the models are small. */
export const runtime: ManifestRuntime = {
  dtype: 'fp32',
  device: 'cpu',
  transformers: '4.3.1',
  onnxruntime: '1.30.0',
  maxInputTokens: 128,
  maxInputCharacters: 1000,
}

/** No cultural protocol is attached: the texts are the project's own. */
export const noPolicy = { policyId: `0x${'0'.repeat(64)}`, texts: [] } as const
