import { lintLimits } from '../lintLimits.ts'
import { quote } from '../quote.ts'
import { type Field, MalformedModel, WireReader } from './WireReader.ts'

/** A tensor wherever it stands, without its numbers. */
export type Tensor = {
  at: string
  dims: bigint[]
  dataType: number
  /** Bytes of `raw_data`; undefined where there is none. */
  rawBytes: number | undefined
  /** Whether the tensor says that its data is in another file. */
  external: boolean
  externalData: [key: string, value: string][]
}

/** An operator as a node or function names it. */
export type OperatorName = { domain: string; name: string; overload: string }

/** A node that is worth a remark by itself, or that calls a function of the model. */
export type Node = OperatorName & {
  at: string
  /** Loop and Scan operators around it. */
  loops: number
  /** If, Loop and Scan operators around it. */
  branches: number
}

/** A function of the model's own. */
export type ModelFunction = OperatorName & { at: string; nodes: Node[] }

/** What an ONNX model says of itself. */
export type Model = {
  irVersion: bigint | undefined
  graphs: number
  opsets: { at: string; of: 'model' | 'function'; domain: string; version: bigint }[]
  tensors: Tensor[]
  nodes: Node[]
  functions: ModelFunction[]
}

/** Control flow of ONNX: operators whose attributes are graphs. */
const branching = new Set(['If', 'Loop', 'Scan'])

/** Numpy stops at 64, onnxruntime's kernels long before. */
const maxDims = 64

const isDefaultDomain = (domain: string) => domain === '' || domain === 'ai.onnx'

type Around = { loops: number; branches: number; depth: number }

/**
 * Reads an ONNX file's protobuf (onnx/onnx.proto, IR version 13) for everything that can reach outside the file, run
 * long, or name code, in every place where a tensor or a node can stand. Numbers are stepped over.
 *
 * @throws MalformedModel for bytes that are not a model, or that nest or number more than the limits.
 */
export function readModel(bytes: Uint8Array): Model {
  const model: Model = { irVersion: undefined, graphs: 0, opsets: [], tensors: [], nodes: [], functions: [] }
  let messages = 0

  const enter = (depth: number) => {
    if (depth > lintLimits.messageDepth) {
      throw new MalformedModel(`is nested deeper than ${lintLimits.messageDepth} messages`)
    }
    if (++messages > lintLimits.messages) {
      throw new MalformedModel(`has more than ${lintLimits.messages} nodes, attributes and tensors`)
    }
  }
  const inside = (field: Field): WireReader => {
    if (field.wireType !== 2) throw new MalformedModel('a field has another type than in ONNX')
    return new WireReader(bytes, field.start, field.end)
  }
  const word = (field: Field): string => inside(field).text(field)
  const number = (field: Field): bigint => {
    if (field.wireType !== 0) throw new MalformedModel('a field has another type than in ONNX')
    return BigInt.asIntN(64, field.value)
  }
  const addDims = (dims: bigint[], field: Field): void => {
    const reader = field.wireType === 0 ? undefined : inside(field)
    do {
      if (reader?.done) return
      dims.push(reader === undefined ? number(field) : BigInt.asIntN(64, reader.varint()))
      if (dims.length > maxDims) throw new MalformedModel(`has a tensor of more than ${maxDims} dimensions`)
    } while (reader !== undefined)
  }

  const readEntry = (field: Field): [string, string] => {
    const reader = inside(field)
    let key = ''
    let value = ''
    for (let part = reader.next(); part !== undefined; part = reader.next()) {
      if (part.number === 1) key = word(part)
      if (part.number === 2) value = word(part)
    }
    return [key, value]
  }

  const readTensor = (field: Field, at: string, depth: number): void => {
    enter(depth)
    const tensor: Tensor = {
      at,
      dims: [],
      dataType: 0,
      rawBytes: undefined,
      external: false,
      externalData: [],
    }
    const reader = inside(field)
    for (let part = reader.next(); part !== undefined; part = reader.next()) {
      if (part.number === 1) addDims(tensor.dims, part)
      if (part.number === 2) tensor.dataType = Number(number(part))
      if (part.number === 8) tensor.at = `${at} ${quote(word(part))}`
      if (part.number === 9) {
        inside(part)
        tensor.rawBytes = part.end - part.start
      }
      if (part.number === 13) {
        enter(depth + 1)
        tensor.externalData.push(readEntry(part))
      }
      if (part.number === 14) tensor.external = number(part) !== 0n
    }
    model.tensors.push(tensor)
  }

  const readSparse = (field: Field, at: string, depth: number): void => {
    enter(depth)
    const reader = inside(field)
    for (let part = reader.next(); part !== undefined; part = reader.next()) {
      if (part.number === 1) readTensor(part, `${at}.values`, depth + 1)
      if (part.number === 2) readTensor(part, `${at}.indices`, depth + 1)
    }
  }

  const readAttribute = (field: Field, at: string, around: Around, nodes: Node[]): void => {
    const { depth } = around
    enter(depth)
    const reader = inside(field)
    const within = { ...around, depth: depth + 1 }
    for (let part = reader.next(); part !== undefined; part = reader.next()) {
      if (part.number === 5) readTensor(part, `${at}.t`, depth + 1)
      if (part.number === 10) readTensor(part, `${at}.tensors`, depth + 1)
      if (part.number === 6) readGraph(part, `${at}.g`, within, nodes)
      if (part.number === 11) readGraph(part, `${at}.graphs`, within, nodes)
      if (part.number === 22) readSparse(part, `${at}.sparse_tensor`, depth + 1)
      if (part.number === 23) readSparse(part, `${at}.sparse_tensors`, depth + 1)
    }
  }

  const readNode = (field: Field, at: string, around: Around, nodes: Node[]): void => {
    enter(around.depth)
    const reader = inside(field)
    const attributes: Field[] = []
    const node: Node = {
      at,
      domain: '',
      name: '',
      overload: '',
      loops: around.loops,
      branches: around.branches,
    }
    for (let part = reader.next(); part !== undefined; part = reader.next()) {
      if (part.number === 4) node.name = word(part)
      if (part.number === 7) node.domain = word(part)
      if (part.number === 8) node.overload = word(part)
      if (part.number === 5) attributes.push(part)
    }
    nodes.push(node)
    // Fields may come in any order: only now is it known what the attributes belong to.
    const branches = isDefaultDomain(node.domain) && branching.has(node.name)
    const within = {
      loops: around.loops + (branches && node.name !== 'If' ? 1 : 0),
      branches: around.branches + (branches ? 1 : 0),
      depth: around.depth + 1,
    }
    for (const [index, part] of attributes.entries()) {
      readAttribute(part, `${at}.attribute[${index}]`, within, nodes)
    }
  }

  const readGraph = (field: Field, at: string, around: Around, nodes: Node[]): void => {
    enter(around.depth)
    const reader = inside(field)
    const within = { ...around, depth: around.depth + 1 }
    let node = 0
    let initializer = 0
    let sparse = 0
    for (let part = reader.next(); part !== undefined; part = reader.next()) {
      if (part.number === 1) readNode(part, `${at}.node[${node++}]`, within, nodes)
      if (part.number === 5) readTensor(part, `${at}.initializer[${initializer++}]`, within.depth)
      if (part.number === 15) readSparse(part, `${at}.sparse_initializer[${sparse++}]`, within.depth)
    }
  }

  const readOpset = (field: Field, at: string, of: 'model' | 'function'): void => {
    const opset = { at, of, domain: '', version: 0n }
    const reader = inside(field)
    for (let part = reader.next(); part !== undefined; part = reader.next()) {
      if (part.number === 1) opset.domain = word(part)
      if (part.number === 2) opset.version = number(part)
    }
    model.opsets.push(opset)
  }

  const readFunction = (field: Field, at: string): void => {
    enter(1)
    const reader = inside(field)
    const found: ModelFunction = { at, domain: '', name: '', overload: '', nodes: [] }
    const around = { loops: 0, branches: 0, depth: 2 }
    let node = 0
    let attribute = 0
    for (let part = reader.next(); part !== undefined; part = reader.next()) {
      if (part.number === 1) found.name = word(part)
      if (part.number === 10) found.domain = word(part)
      if (part.number === 13) found.overload = word(part)
      if (part.number === 7) readNode(part, `${at}.node[${node++}]`, around, found.nodes)
      if (part.number === 9) readOpset(part, `${at}.opset_import`, 'function')
      if (part.number === 11) readAttribute(part, `${at}.attribute[${attribute++}]`, around, found.nodes)
    }
    model.functions.push(found)
  }

  const reader = new WireReader(bytes)
  const top = { loops: 0, branches: 0, depth: 1 }
  let training = 0
  for (let part = reader.next(); part !== undefined; part = reader.next()) {
    if (part.number === 1) model.irVersion = number(part)
    if (part.number === 8) readOpset(part, 'opset_import', 'model')
    if (part.number === 25) readFunction(part, `functions[${model.functions.length}]`)
    if (part.number === 7) {
      model.graphs++
      readGraph(part, 'graph', top, model.nodes)
    }
    if (part.number === 20) {
      const info = inside(part)
      const at = `training_info[${training++}]`
      for (let graph = info.next(); graph !== undefined; graph = info.next()) {
        if (graph.number === 1) readGraph(graph, `${at}.initialization`, top, model.nodes)
        if (graph.number === 2) readGraph(graph, `${at}.algorithm`, top, model.nodes)
      }
    }
  }
  return model
}
