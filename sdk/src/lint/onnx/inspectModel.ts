import type { Remark } from '../Finding.ts'
import { quote } from '../quote.ts'
import { checkFunctions } from './checkFunctions.ts'
import { checkTensor } from './checkTensor.ts'
import { type Model, type Node, readModel } from './readModel.ts'
import { MalformedModel } from './WireReader.ts'

/**
 * The operator sets that onnxruntime implements itself: ONNX (written as nothing or as `ai.onnx`), ONNX-ML, and
 * onnxruntime's own contributed operators. Anything else would need code from somewhere.
 */
export const standardDomains: ReadonlySet<string> = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'])

/** Operators of the standard domains that load or run something a lint cannot read. */
const opaqueOperators: Readonly<Record<string, string>> = {
  EPContext: 'which hands a compiled program, or the path of one, to a device',
  PythonOp: 'which runs Python',
  PythonOpGrad: 'which runs Python',
  ATen: 'which calls PyTorch',
}

/** Operator sets are at 26 after nine years. */
const maxOpset = 100n
/** More than anyone reads; a hostile model may have millions of tensors. */
const maxRemarks = 1000
const exportAgain = 'Export the model again with operators of onnxruntime alone.'

/** What is said of a model, and which files it asks for. */
export type ModelInspection = {
  remarks: Remark[]
  /** Locations of external data exactly as the model names them, each once. */
  externalData: string[]
}

function checkOperators(model: Model): Remark[] {
  const remarks: Remark[] = []
  const told = new Set<string>()
  const isNew = (what: string) => !told.has(what) && told.add(what) !== undefined
  const foreign = (domain: string, at: string) => {
    if (standardDomains.has(domain) || !isNew(`domain ${domain}`)) return
    remarks.push({
      severity: 'refuse',
      message: `uses operators of ${quote(domain)}, which are not part of onnxruntime`,
      next: exportAgain,
      at,
    })
  }
  const versions = new Map<string, bigint>()
  for (const { at, of, domain, version } of model.opsets) {
    foreign(domain, at)
    const key = domain === 'ai.onnx' ? '' : domain
    if (version < 1n || version > maxOpset) {
      remarks.push({
        severity: 'refuse',
        message: `asks for version ${version} of the operators ${quote(domain)}`,
        next: exportAgain,
        at,
      })
    }
    if (of === 'function') continue
    if (versions.has(key) && versions.get(key) !== version) {
      remarks.push({
        severity: 'refuse',
        message: `asks for two versions of the operators ${quote(domain)}`,
        next: exportAgain,
        at,
      })
    }
    versions.set(key, version)
  }
  if (!versions.has('')) {
    remarks.push({
      severity: 'warn',
      message: 'does not say which version of the operators of ONNX it uses',
      next: exportAgain,
    })
  }
  const nodes: Node[] = [model.nodes, ...model.functions.map((each) => each.nodes)].flat()
  for (const { domain, at } of model.functions) foreign(domain, at)
  for (const node of nodes) {
    foreign(node.domain, node.at)
    const why = Object.hasOwn(opaqueOperators, node.name) ? opaqueOperators[node.name] : undefined
    if (node.domain === 'com.microsoft' && why !== undefined && isNew(`operator ${node.name}`)) {
      remarks.push({
        severity: 'refuse',
        message: `uses the operator ${node.name}, ${why}`,
        next: exportAgain,
        at: node.at,
      })
    }
  }
  return remarks
}

function checkControlFlow(model: Model): Remark[] {
  const remarks: Remark[] = []
  const nodes = [model.nodes, ...model.functions.map((each) => each.nodes)].flat()
  const deepest = nodes.reduce<Node | undefined>(
    (found, node) => (node.branches > (found?.branches ?? 0) ? node : found),
    undefined,
  )
  if (deepest !== undefined) {
    remarks.push({
      severity: 'note',
      message: `decides while it runs (If, Loop or Scan), ${deepest.branches} deep`,
      next: 'Ask for how long a run may take; the worker ends one that takes longer than its deadline.',
      at: deepest.at,
    })
  }
  const nested = nodes.find((node) => node.loops > 1)
  if (nested !== undefined) {
    remarks.push({
      severity: 'warn',
      message: 'has a loop inside a loop: their turns multiply',
      next: 'Ask for how long a run may take; the worker ends one that takes longer than its deadline.',
      at: nested.at,
    })
  }
  return remarks
}

/**
 * Reads an ONNX file's protobuf before any runtime does, and says what could reach beyond the bundle, bring code of its
 * own, or exhaust the machine: external data, operators, functions, tensors whose size does not hold, control flow.
 *
 * @param path The model's path in the bundle; locations of external data are relative to its folder.
 * @param sizeOf Bytes of a file of the bundle; undefined for what is not in it.
 */
export function inspectModel(
  path: string,
  bytes: Uint8Array,
  sizeOf: (path: string) => number | undefined,
): ModelInspection {
  let model: Model
  try {
    model = readModel(bytes)
  } catch (error) {
    if (!(error instanceof MalformedModel)) throw error
    const message = /^(is|has) /.test(error.message)
      ? error.message
      : `is not a well-formed ONNX file: ${error.message}`
    return { remarks: [{ severity: 'refuse', message, next: exportAgain }], externalData: [] }
  }
  const remarks: Remark[] = []
  if (model.graphs !== 1) {
    remarks.push({ severity: 'refuse', message: 'does not hold exactly one graph', next: exportAgain })
  }
  if (model.irVersion === undefined || model.irVersion < 3n || model.irVersion > 100n) {
    remarks.push({
      severity: 'warn',
      message: `has the ONNX version ${model.irVersion ?? 'none'}, which no exporter writes`,
      next: exportAgain,
    })
  }
  remarks.push(...checkOperators(model), ...checkFunctions(model), ...checkControlFlow(model))
  const externalData = new Set<string>()
  for (const tensor of model.tensors) {
    if (remarks.length < maxRemarks) remarks.push(...checkTensor(tensor, path, sizeOf))
    for (const [key, value] of tensor.externalData) if (key === 'location') externalData.add(value)
  }
  return { remarks, externalData: [...externalData] }
}
