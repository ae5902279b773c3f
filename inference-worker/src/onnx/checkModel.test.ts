import onnxProto from 'onnx-proto'
import { expect, test } from 'vitest'
import { tinyBundle } from '../../test/tinyBundle.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import { checkModel } from './checkModel.ts'

const { onnx } = onnxProto
const path = 'onnx/model.onnx'
type Model = Parameters<typeof onnx.ModelProto.create>[0]
const encode = (model: Model) => onnx.ModelProto.encode(onnx.ModelProto.create(model)).finish()
const external = (location: string) => ({
  name: 'w',
  dims: [1],
  dataType: 1,
  dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
  externalData: [{ key: 'location', value: location }],
})

const sizes = new Map([
  [path, 1],
  ['onnx/model.onnx_data', 4],
])

function refusal(bytes: Uint8Array): WorkerError {
  try {
    checkModel(path, bytes, new Map([[path, 1]]))
  } catch (error) {
    if (error instanceof WorkerError) return error
    throw error
  }
  throw new Error('was accepted')
}

test('a model whose weights are inside refers to nothing', () => {
  const bytes = tinyBundle().files.get(path) as Uint8Array
  expect(checkModel(path, bytes, sizes)).toEqual({ externalData: [] })
})

test('external data that the manifest lists is allowed', () => {
  const bytes = encode({ graph: { initializer: [external('model.onnx_data')] } })
  expect(checkModel(path, bytes, sizes).externalData).toEqual(['model.onnx_data'])
})

test.each([
  ['unlisted', 'model.onnx_data'],
  ['above the bundle', '../../../etc/passwd'],
  ['above, but landing on a listed file', '../onnx/model.onnx'],
  ['absolute', '/etc/passwd'],
  ['with a backslash', '..\\config.json'],
  ['empty', ''],
  ['the address of memory', '*/_ORT_MEM_ADDR_/*'],
])('external data %s is refused, naming the model and the location', (_, location) => {
  const error = refusal(encode({ graph: { initializer: [external(location)] } }))
  expect(error).toMatchObject({ code: 'model_refused', facts: { path } })
  expect(error.message).toContain(JSON.stringify(location))
})

test.each<[string, Model]>([
  [
    'an attribute',
    { graph: { node: [{ opType: 'Constant', attribute: [{ name: 'value', t: external('x') }] }] } },
  ],
  ['a list of tensors', { graph: { node: [{ attribute: [{ name: 'v', tensors: [external('x')] }] }] } }],
  [
    'a subgraph',
    {
      graph: { node: [{ opType: 'If', attribute: [{ name: 'then', g: { initializer: [external('x')] } }] }] },
    },
  ],
  [
    'a list of subgraphs',
    { graph: { node: [{ attribute: [{ name: 'g', graphs: [{ initializer: [external('x')] }] }] }] } },
  ],
  ['a sparse initializer', { graph: { sparseInitializer: [{ values: external('x') }] } }],
  [
    'the indices of a sparse attribute',
    { graph: { node: [{ attribute: [{ name: 's', sparseTensor: { indices: external('x') } }] }] } },
  ],
  [
    'a function',
    { graph: {}, functions: [{ name: 'f', node: [{ attribute: [{ name: 'value', t: external('x') }] }] }] },
  ],
  ['training', { graph: {}, trainingInfo: [{ initialization: { initializer: [external('x')] } }] }],
])('external data hidden in %s is found', (_, model) => {
  expect(refusal(encode(model)).message).toContain('"x"')
})

test('operators of an unknown domain are refused wherever they are named', () => {
  expect(refusal(encode({ graph: { node: [{ opType: 'Run', domain: 'evil.example' }] } })).message).toContain(
    'evil.example',
  )
  expect(
    refusal(encode({ graph: {}, opsetImport: [{ domain: 'evil.example', version: 1 }] })).message,
  ).toContain('evil')
  const quantized = encode({ graph: { node: [{ opType: 'QAttention', domain: 'com.microsoft' }] } })
  expect(checkModel(path, quantized, sizes).externalData).toEqual([])
})

test('what is not an ONNX file is refused, however it is broken', () => {
  const model = tinyBundle().files.get(path) as Uint8Array
  expect(refusal(new TextEncoder().encode('<html>not a model</html>')).code).toBe('model_refused')
  expect(refusal(new Uint8Array()).message).toContain('exactly one graph')
  expect(refusal(model.subarray(0, model.length - 3)).code).toBe('model_refused')
  expect(refusal(Buffer.from([0x80, 0x04, 0x95, 0, 0, 0])).code).toBe('model_refused')
})

test('two graphs in one file are refused: two readers might take different ones', () => {
  const twice = Buffer.concat([encode({ graph: { name: 'a' } }), encode({ graph: { name: 'b' } })])
  expect(refusal(twice).message).toContain('exactly one graph')
})

test('nesting made to exhaust the stack is refused', () => {
  let graph: NonNullable<Model>['graph'] = { name: 'innermost' }
  for (let depth = 0; depth < 60; depth++) graph = { node: [{ attribute: [{ name: 'g', g: graph }] }] }
  expect(refusal(encode({ graph })).message).toContain('nested')
})
