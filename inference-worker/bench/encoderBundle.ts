import { randomFillSync } from 'node:crypto'
import { createManifest } from '@commonweal/sdk/manifest/createManifest'
import { encodeManifest } from '@commonweal/sdk/manifest/encodeManifest'
import onnxProto from 'onnx-proto'
import { tinyBundle } from '../test/tinyBundle.ts'

const { onnx } = onnxProto
const { FLOAT, INT64 } = onnx.TensorProto.DataType

/** MiniLM's shape: 6 layers of width 384 with 12 heads and a vocabulary of 30522; about 90 MB in fp32. */
const shape = { layers: 6, width: 384, heads: 12, inner: 1536, vocabulary: 30_522, positions: 512 }

/** A sentence encoder with random weights. It says nothing about language, and costs what a real one costs. */
export function encoderBundle() {
  const files = new Map(tinyBundle({ task: 'feature-extraction' }).files)
  files.set('onnx/model.onnx', buildEncoder())
  const { manifest } = tinyBundle({ task: 'feature-extraction' })
  const { schema, files: _files, filesRoot, ...fields } = manifest
  const listed = createManifest({
    files: [...files].map(([path, bytes]) => ({ path, bytes })),
    fields: { ...fields, name: 'benchmark-encoder' },
  })
  return { manifest: listed, manifestBytes: encodeManifest(listed), files }
}

function buildEncoder(): Uint8Array {
  const { layers, width, heads, inner, vocabulary, positions } = shape
  const initializer: object[] = []
  const node: object[] = []
  let names = 0

  const random = (name: string, dims: number[]): string => {
    const count = dims.reduce((product, dim) => product * dim, 1)
    const noise = new Int16Array(randomFillSync(Buffer.alloc(count * 2)).buffer)
    const values = Float32Array.from(noise, (value) => (value / 32_768) * 0.05)
    initializer.push({ name, dataType: FLOAT, dims, rawData: new Uint8Array(values.buffer) })
    return name
  }
  const ints = (name: string, values: number[]): string => {
    const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    initializer.push({ name, dataType: INT64, dims: [values.length], rawData })
    return name
  }
  const op = (opType: string, input: string[], attribute: object[] = [], output = `t${names++}`): string => {
    node.push({ opType, input, output: [output], attribute })
    return output
  }
  const type = onnx.AttributeProto.AttributeType
  const dense = (name: string, input: string, from: number, to: number) =>
    op('Add', [op('MatMul', [input, random(`${name}.weight`, [from, to])]), random(`${name}.bias`, [to])])
  const norm = (name: string, input: string) =>
    op(
      'LayerNormalization',
      [input, random(`${name}.scale`, [width]), random(`${name}.bias`, [width])],
      [{ name: 'axis', type: type.INT, i: -1 }],
    )
  const transpose = (input: string, perm: number[]) =>
    op('Transpose', [input], [{ name: 'perm', type: type.INTS, ints: perm }])

  const split = ints('split', [0, 0, heads, width / heads])
  const join = ints('join', [0, 0, width])
  const scale = random('scale', [1])
  const tokens = op('Gather', [random('embeddings', [vocabulary, width]), 'input_ids'])
  const length = op('Slice', [op('Shape', ['input_ids']), ints('one', [1]), ints('two', [2])])
  const places = op('Slice', [random('positions', [positions, width]), ints('zero', [0]), length])
  let hidden = norm('embedding', op('Add', [tokens, places]))
  for (let layer = 0; layer < layers; layer++) {
    const head = (name: string, perm: number[]) =>
      transpose(op('Reshape', [dense(`${layer}.${name}`, hidden, width, width), split]), perm)
    const scores = op('Mul', [op('MatMul', [head('query', [0, 2, 1, 3]), head('key', [0, 2, 3, 1])]), scale])
    const weights = op('Softmax', [scores], [{ name: 'axis', type: type.INT, i: -1 }])
    const mixed = transpose(op('MatMul', [weights, head('value', [0, 2, 1, 3])]), [0, 2, 1, 3])
    const attended = dense(`${layer}.output`, op('Reshape', [mixed, join]), width, width)
    hidden = norm(`${layer}.attention`, op('Add', [hidden, attended]))
    const wide = op('Relu', [dense(`${layer}.up`, hidden, width, inner)])
    hidden = norm(`${layer}.feed`, op('Add', [hidden, dense(`${layer}.down`, wide, inner, width)]))
  }
  const mask = op('Unsqueeze', [
    op('Cast', ['attention_mask'], [{ name: 'to', type: type.INT, i: FLOAT }]),
    ints('last', [2]),
  ])
  op('Mul', [hidden, mask], [], 'last_hidden_state')

  const value = (name: string, elemType: number, dims: (string | number)[]) => ({
    name,
    type: {
      tensorType: {
        elemType,
        shape: { dim: dims.map((dim) => (typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim })) },
      },
    },
  })
  return onnx.ModelProto.encode(
    onnx.ModelProto.create({
      irVersion: 8,
      producerName: 'commonweal-benchmark',
      opsetImport: [{ domain: '', version: 17 }],
      graph: {
        name: 'encoder',
        node,
        initializer,
        input: [
          value('input_ids', INT64, ['batch', 'tokens']),
          value('attention_mask', INT64, ['batch', 'tokens']),
        ],
        output: [value('last_hidden_state', FLOAT, ['batch', 'tokens', width])],
      },
    }),
  ).finish()
}
