import { expect, test } from 'vitest'
import { concat, int, onnx, part, varint } from '../../../test/onnx.ts'
import { readModel } from './readModel.ts'
import { MalformedModel } from './WireReader.ts'

const tensor = (at: string, more: object = {}) => ({
  at,
  dims: [],
  dataType: 0,
  rawBytes: undefined,
  external: false,
  externalData: [],
  ...more,
})
const node = (at: string, name: string, more: object = {}) => ({
  at,
  domain: '',
  name,
  overload: '',
  loops: 0,
  branches: 0,
  ...more,
})
const named = (name: string, ...fields: Uint8Array[]) => part(1, part(4, name), ...fields)

test('a model says which version it has, its graphs, operator sets, nodes, tensors and functions', () => {
  const bytes = concat(
    int(1, 8),
    part(8),
    part(8, part(1, 'ai.onnx.ml'), int(2, 3)),
    onnx.graph(
      named('A'),
      part(1, part(4, 'B'), part(7, 'com.example'), part(8, 'over')),
      part(5, onnx.dims(2, 3), int(2, 1), part(9, new Uint8Array(24))),
      part(5, part(8, 'bias'), part(13, part(1, 'location'), part(2, 'x')), int(14, 1)),
      part(15, part(1, int(2, 1)), part(2, int(2, 7))),
      part(15),
    ),
    part(
      25,
      part(1, 'f'),
      part(10, 'ai.onnx'),
      part(13, 'over'),
      part(7, part(4, 'C')),
      part(7, part(4, 'D')),
    ),
    part(25, part(9, int(2, 21))),
  )
  expect(readModel(bytes)).toEqual({
    irVersion: 8n,
    graphs: 1,
    opsets: [
      { at: 'opset_import', of: 'model', domain: '', version: 0n },
      { at: 'opset_import', of: 'model', domain: 'ai.onnx.ml', version: 3n },
      { at: 'functions[1].opset_import', of: 'function', domain: '', version: 21n },
    ],
    tensors: [
      tensor('graph.initializer[0]', { dims: [2n, 3n], dataType: 1, rawBytes: 24 }),
      tensor('graph.initializer[1] "bias"', { external: true, externalData: [['location', 'x']] }),
      tensor('graph.sparse_initializer[0].values', { dataType: 1 }),
      tensor('graph.sparse_initializer[0].indices', { dataType: 7 }),
    ],
    nodes: [
      node('graph.node[0]', 'A'),
      node('graph.node[1]', 'B', { domain: 'com.example', overload: 'over' }),
    ],
    functions: [
      {
        at: 'functions[0]',
        domain: 'ai.onnx',
        name: 'f',
        overload: 'over',
        nodes: [node('functions[0].node[0]', 'C'), node('functions[0].node[1]', 'D')],
      },
      { at: 'functions[1]', domain: '', name: '', overload: '', nodes: [] },
    ],
  })
})

test('what a tensor says of other files may stand in pieces, or be nothing', () => {
  const fields = [
    part(13),
    part(13, part(2, 'v')),
    part(13, part(1, 'k')),
    part(13, part(3, 'x')),
    int(14, 0),
  ]
  expect(readModel(onnx.graph(part(5, ...fields))).tensors).toEqual([
    tensor('graph.initializer[0]', {
      externalData: [
        ['', ''],
        ['', 'v'],
        ['k', ''],
        ['', ''],
      ],
    }),
  ])
})

test('dimensions may be packed, and have signs', () => {
  const dims = (...fields: Uint8Array[]) => readModel(onnx.graph(part(5, ...fields))).tensors[0]?.dims
  expect(dims(part(1, varint(2), varint(-3)), int(1, 4))).toEqual([2n, -3n, 4n])
  expect(dims(part(1))).toEqual([])
  expect(dims(...Array(64).fill(int(1, 1)))).toHaveLength(64)
  expect(() => dims(...Array(65).fill(int(1, 1)))).toThrow('more than 64 dimensions')
  expect(() => dims(part(1, ...Array(65).fill(varint(1))))).toThrow('more than 64 dimensions')
})

test('loops and branches around a node are counted, where the operators are those of ONNX', () => {
  const inside = (type: string, domain: string, ...inner: Uint8Array[]) =>
    onnx.node(type, domain, onnx.attribute(onnx.subgraph(...inner)))
  const around = (...levels: [string, string][]) => {
    const graph = levels.reduceRight((inner, [type, domain]) => inside(type, domain, inner), named('X'))
    const { loops, branches } = readModel(onnx.graph(graph)).nodes.at(-1) ?? {}
    return { loops, branches }
  }
  expect(around(['If', ''])).toEqual({ loops: 0, branches: 1 })
  expect(around(['Loop', 'ai.onnx'])).toEqual({ loops: 1, branches: 1 })
  expect(around(['Scan', ''], ['If', 'ai.onnx'], ['Loop', ''])).toEqual({ loops: 2, branches: 3 })
  expect(around(['Loop', 'com.example'])).toEqual({ loops: 0, branches: 0 })
  expect(around(['Other', ''])).toEqual({ loops: 0, branches: 0 })
})

test('attributes and nodes are told by their places', () => {
  const attribute = (...fields: Uint8Array[]) => part(5, ...fields)
  const { tensors, nodes } = readModel(
    onnx.graph(
      named('A', attribute(), attribute(part(5), part(10), part(10))),
      named('B', attribute(part(22, part(1)), part(23, part(2)), part(6, named('C')), part(11, named('D')))),
    ),
  )
  expect(tensors.map(({ at }) => at)).toEqual([
    'graph.node[0].attribute[1].t',
    'graph.node[0].attribute[1].tensors',
    'graph.node[0].attribute[1].tensors',
    'graph.node[1].attribute[0].sparse_tensor.values',
    'graph.node[1].attribute[0].sparse_tensors.indices',
  ])
  expect(nodes.map(({ at, name }) => [at, name])).toEqual([
    ['graph.node[0]', 'A'],
    ['graph.node[1]', 'B'],
    ['graph.node[1].attribute[0].g.node[0]', 'C'],
    ['graph.node[1].attribute[0].graphs.node[0]', 'D'],
  ])
})

test('training and the attributes of functions are read as well', () => {
  const { tensors } = readModel(
    concat(
      part(20, part(1, part(5)), part(3)),
      part(20, part(2, part(5))),
      part(25, part(11, part(5)), part(11, part(10))),
    ),
  )
  expect(tensors.map(({ at }) => at)).toEqual([
    'training_info[0].initialization.initializer[0]',
    'training_info[1].algorithm.initializer[0]',
    'functions[0].attribute[0].t',
    'functions[0].attribute[1].tensors',
  ])
})

const other = new MalformedModel('a field has another type than in ONNX')
test.each<[string, Uint8Array]>([
  ['a version', part(1)],
  ['a graph', int(7, 1)],
  ['a node', onnx.graph(int(1, 1))],
  ['a tensor', onnx.graph(int(5, 1))],
  ['a sparse tensor', onnx.graph(int(15, 1))],
  ['the name of a node', onnx.graph(part(1, int(4, 1)))],
  ['an attribute', onnx.graph(part(1, int(5, 1)))],
  ['the type of a tensor', onnx.graph(part(5, part(2)))],
  ['the bytes of a tensor', onnx.graph(part(5, int(9, 1)))],
  ['what it says of another file', onnx.graph(part(5, int(13, 1)))],
  ['an operator set', int(8, 1)],
  ['a function', int(25, 1)],
  ['training', int(20, 1)],
])('%s that is of another type is refused', (_, bytes) => {
  expect(() => readModel(bytes)).toThrow(other)
})

test('messages may nest 64 deep, through whatever they nest', () => {
  const deep = (levels: number, inner: Uint8Array) => {
    let nested = inner
    for (let level = 0; level < levels; level++) nested = part(1, part(5, part(6, nested)))
    return onnx.graph(nested)
  }
  const tooDeep = new MalformedModel('is nested deeper than 64 messages')
  const inAttribute = (...fields: Uint8Array[]) => deep(20, part(1, part(5, ...fields)))
  // Each level is a node, an attribute and a graph; the first graph is one more.
  for (const field of [5, 10, 6, 11, 22, 23]) {
    expect(() => readModel(inAttribute(part(field)))).not.toThrow()
  }
  for (const field of [5, 10]) expect(() => readModel(inAttribute(part(field, part(13))))).toThrow(tooDeep)
  for (const field of [22, 23]) {
    expect(() => readModel(inAttribute(part(field, part(1))))).toThrow(tooDeep)
    expect(() => readModel(inAttribute(part(field, part(2))))).toThrow(tooDeep)
  }
  for (const field of [1, 5, 15]) {
    expect(() => readModel(deep(20, part(field)))).not.toThrow()
    expect(() => readModel(deep(21, part(field)))).toThrow(tooDeep)
  }
  expect(() => readModel(deep(21, new Uint8Array()))).not.toThrow()
})
