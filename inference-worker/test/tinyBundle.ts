import { createHash } from 'node:crypto'
import { createManifest, type ManifestFields } from '@commonweal/sdk/manifest/createManifest'
import { encodeManifest } from '@commonweal/sdk/manifest/encodeManifest'
import type { Manifest } from '@commonweal/sdk/manifest/schema'
import onnxProto from 'onnx-proto'

const { onnx } = onnxProto

export interface TinyBundle {
  manifest: Manifest
  manifestBytes: Uint8Array
  files: Map<string, Uint8Array>
}

export interface TinyBundleOptions {
  task?: 'text-classification' | 'feature-extraction'
  /** Keeps the embedding table in this external file instead of in the model. */
  externalLocation?: string
  domain?: string
  /** Adds or replaces files; null takes one away. */
  files?: Record<string, Uint8Array | null>
  fields?: Partial<ManifestFields>
  /** Square matrices multiplied in and out again, to make inference slow. */
  ballast?: number
}

const words = ['[PAD]', '[UNK]', 'bread', 'soup', 'rice', 'bus', 'lift', 'drive', 'please', 'need', 'the']
const labels = ['food', 'transport']
/** Which label each word speaks for: rows are words, columns labels. */
const table = words.map((word) => [
  ['bread', 'soup', 'rice'].includes(word) ? 4 : 0,
  ['bus', 'lift', 'drive'].includes(word) ? 4 : 0,
])

const text = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

/** A complete bundle whose answers can be worked out by hand: it counts words for food and for transport. */
export function tinyBundle(options: TinyBundleOptions = {}): TinyBundle {
  const { task = 'text-classification' } = options
  const weights = new Uint8Array(new Float32Array(table.flat()).buffer)
  const files = new Map<string, Uint8Array>([
    ['config.json', text(config())],
    ['tokenizer.json', text(tokenizer())],
    [
      'tokenizer_config.json',
      text({
        tokenizer_class: 'PreTrainedTokenizerFast',
        model_max_length: 64,
        pad_token: '[PAD]',
        unk_token: '[UNK]',
      }),
    ],
    ['onnx/model.onnx', model(task, options, weights)],
  ])
  if (options.externalLocation !== undefined && !options.externalLocation.includes('..')) {
    files.set(`onnx/${options.externalLocation}`, weights)
  }
  for (const [path, bytes] of Object.entries(options.files ?? {})) {
    if (bytes === null) files.delete(path)
    else files.set(path, bytes)
  }
  const manifest = createManifest({
    files: [...files].map(([path, bytes]) => ({ path, bytes })),
    fields: { ...fields(task), ...options.fields },
  })
  return { manifest, manifestBytes: encodeManifest(manifest), files }
}

export const sha256Hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function config() {
  return {
    architectures: ['BertForSequenceClassification'],
    model_type: 'bert',
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    vocab_size: words.length,
    hidden_size: labels.length,
  }
}

function tokenizer() {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: ['[PAD]', '[UNK]'].map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: '[UNK]',
    },
  }
}

function model(task: string, options: TinyBundleOptions, weights: Uint8Array): Uint8Array {
  const { TensorProto, AttributeProto } = onnx
  const float = TensorProto.DataType.FLOAT
  const int64 = TensorProto.DataType.INT64
  const ints = (name: string, values: number[]) => ({
    name,
    type: AttributeProto.AttributeType.INTS,
    ints: values,
  })
  const int = (name: string, value: number) => ({ name, type: AttributeProto.AttributeType.INT, i: value })
  const value = (name: string, elemType: number, dims: (string | number)[]) => ({
    name,
    type: {
      tensorType: {
        elemType,
        shape: { dim: dims.map((dim) => (typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim })) },
      },
    },
  })
  const dims = [words.length, labels.length]
  const initializer: object[] = [
    options.externalLocation === undefined
      ? { name: 'table', dataType: float, dims, rawData: weights }
      : {
          name: 'table',
          dataType: float,
          dims,
          dataLocation: TensorProto.DataLocation.EXTERNAL,
          externalData: [
            { key: 'location', value: options.externalLocation },
            { key: 'offset', value: '0' },
            { key: 'length', value: String(weights.byteLength) },
          ],
        },
  ]
  const node: object[] = [
    {
      opType: 'Gather',
      input: ['table', 'input_ids'],
      output: ['hidden'],
      attribute: [int('axis', 0)],
      ...(options.domain === undefined ? {} : { domain: options.domain }),
    },
  ]
  let last = 'hidden'
  if (options.ballast !== undefined) {
    const size = options.ballast
    const square = new Float32Array(size * size)
    for (let i = 0; i < size; i++) square[i * size + i] = 1
    initializer.push({
      name: 'square',
      dataType: float,
      dims: [size, size],
      rawData: new Uint8Array(square.buffer),
    })
    node.push({ opType: 'MatMul', input: ['square', 'square'], output: ['burn0'] })
    for (let i = 1; i < 40; i++)
      node.push({ opType: 'MatMul', input: [`burn${i - 1}`, 'square'], output: [`burn${i}`] })
    // Depends on the input, so that it cannot be folded away when the model is loaded.
    node.push({
      opType: 'ReduceMax',
      input: ['hidden'],
      output: ['largest'],
      attribute: [int('keepdims', 0)],
    })
    node[1] = { opType: 'Mul', input: ['square', 'largest'], output: ['scaled'] }
    node.splice(1, 0, node.pop() as object)
    node.splice(3, 0, { opType: 'MatMul', input: ['scaled', 'square'], output: ['burn0'] })
    node.push(
      { opType: 'ReduceMin', input: ['burn39'], output: ['least'], attribute: [int('keepdims', 0)] },
      { opType: 'Add', input: ['hidden', 'least'], output: ['warmed'] },
    )
    last = 'warmed'
  }
  // Keeps attention_mask an input of the graph, as in a real encoder.
  node.push(
    { opType: 'Cast', input: ['attention_mask'], output: ['mask'], attribute: [int('to', float)] },
    { opType: 'Unsqueeze', input: ['mask'], output: ['mask3'], attribute: [ints('axes', [2])] },
    { opType: 'Mul', input: [last, 'mask3'], output: ['last_hidden_state'] },
  )
  const classify = task === 'text-classification'
  if (classify) {
    node.push({
      opType: 'ReduceSum',
      input: ['last_hidden_state'],
      output: ['logits'],
      attribute: [ints('axes', [1]), int('keepdims', 0)],
    })
  }
  return onnx.ModelProto.encode(
    onnx.ModelProto.create({
      irVersion: 8,
      producerName: 'commonweal-test',
      opsetImport: [{ domain: '', version: 11 }],
      graph: {
        name: 'tiny',
        node,
        initializer,
        input: [
          value('input_ids', int64, ['batch', 'tokens']),
          value('attention_mask', int64, ['batch', 'tokens']),
        ],
        output: [
          classify
            ? value('logits', float, ['batch', labels.length])
            : value('last_hidden_state', float, ['batch', 'tokens', labels.length]),
        ],
      },
    }),
  ).finish()
}

function fields(task: 'text-classification' | 'feature-extraction'): ManifestFields {
  return {
    name: 'tiny',
    version: '1.0.0',
    task,
    library_name: 'transformers.js',
    language: ['en'],
    license: 'MIT',
    tags: [],
    runtime: {
      dtype: 'fp32',
      device: 'cpu',
      transformers: '4.3.1',
      onnxruntime: '1.30.0',
      maxInputTokens: 32,
      maxInputCharacters: 500,
    },
    card: {
      description: 'Counts words for food and for transport.',
      intendedUse: ['Tests.'],
      outOfScope: [],
      limitations: ['Knows eleven words.'],
      trainingData: [],
      evaluation: [],
    },
    policy: { policyId: `0x${'0'.repeat(64)}`, texts: [] },
    parents: [],
  }
}
