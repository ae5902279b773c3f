import onnxProto from 'onnx-proto'
import { expect, it } from 'vitest'
import { GraphBuilder } from './GraphBuilder.ts'

it('writes a graph that reads back, numbers as little-endian bytes', () => {
  const graph = new GraphBuilder()
  const x = graph.input('x', 'float', ['batch', 2])
  graph.node('Add', 'y', [x, graph.constant('one', 'float', [2], [1, -1])])
  graph.output('y', 'float', ['batch', 2])
  const model = onnxProto.onnx.ModelProto.decode(graph.build('adds', 'Adds one and takes one away.'))
  expect(model.opsetImport.map(({ domain, version }) => [domain, Number(version)])).toEqual([['', 17]])
  expect(model.graph?.node?.[0]).toMatchObject({ opType: 'Add', input: ['x', 'one'], output: ['y'] })
  const raw = Buffer.from(model.graph?.initializer?.[0]?.rawData as Uint8Array)
  expect([raw.readFloatLE(0), raw.readFloatLE(4)]).toEqual([1, -1])
  expect(model.graph?.input?.[0]?.type?.tensorType?.shape?.dim?.[0]?.dimParam).toBe('batch')
})
