import { createManifest, type ManifestFields } from '../src/manifest/createManifest.ts'

const text = (value: string) => new TextEncoder().encode(value)

/** A small bundle, as a contributor would have it. */
export const exampleFiles = [
  { path: 'config.json', bytes: text('{"model_type":"bert"}') },
  { path: 'tokenizer.json', bytes: text('{"version":"1.0"}') },
  { path: 'onnx/model.onnx', bytes: new Uint8Array([8, 9, 18, 4, 116, 101, 115, 116]) },
  { path: 'README.md', bytes: text('# Kōrero\n') },
]

export const exampleFields: ManifestFields = {
  name: 'Mutual aid classifier',
  version: '1.0.0',
  task: 'text-classification',
  library_name: 'transformers.js',
  language: ['en', 'mi', 'zh-Hant'],
  license: 'MIT',
  tags: ['mutual-aid'],
  runtime: {
    dtype: 'q8',
    device: 'cpu',
    transformers: '4.3.1',
    onnxruntime: '1.30.0',
    maxInputTokens: 128,
    maxInputCharacters: 2000,
  },
  card: {
    description: 'Sorts offers and needs.\nSmall.',
    intendedUse: ['Sorting messages of a mutual-aid group.'],
    outOfScope: ['Deciding who gets help.'],
    limitations: ['Trained on few sentences.'],
    trainingData: [
      { name: 'Sentences', description: 'Written for this.', custodian: 'The project', consent: 'Own text.' },
    ],
    evaluation: [
      {
        task: { type: 'text-classification' },
        dataset: { type: 'held-out', name: 'Held-out sentences' },
        metrics: [{ type: 'accuracy', value: 0.9 }],
      },
    ],
  },
  policy: { policyId: `0x${'0'.repeat(64)}`, texts: [] },
  parents: [],
}

export const exampleManifest = () => createManifest({ files: exampleFiles, fields: exampleFields })
