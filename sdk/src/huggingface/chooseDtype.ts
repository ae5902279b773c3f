import { ManifestError } from '../errors/ManifestError.ts'
import { dtypeSuffixes } from '../manifest/dtypeSuffixes.ts'
import type { ManifestRuntime } from '../manifest/schema.ts'

type Dtype = ManifestRuntime['dtype']
const dtypes = Object.keys(dtypeSuffixes) as Dtype[]
/** Longest first: `_q4f16` also ends in what could be another. */
const bySuffix = dtypes
  .filter((dtype) => dtypeSuffixes[dtype] !== '')
  .sort((a, b) => dtypeSuffixes[b].length - dtypeSuffixes[a].length)

/** Graphs of which a pipeline always loads one, the first that a folder has. */
const mainGraphs = ['model', 'decoder_model_merged', 'encoder_model', 'vision_encoder']

/**
 * The weights that a manifest is about, told by the names of the graphs in `onnx/` as transformers.js tells them: what
 * was asked for; else what `transformers.js_config` of config.json names; else its choice for the device; else the
 * only ones there are.
 *
 * @throws ManifestError `file_missing` for weights that are not there, `field_missing` where there are several and
 * nothing says which.
 */
export function chooseDtype({
  paths,
  device,
  asked,
  configured,
}: {
  paths: readonly string[]
  device: string
  asked?: unknown
  configured?: unknown
}): { dtype: Dtype; available: Dtype[] } {
  const graphs = new Map<string, Set<Dtype>>()
  for (const path of paths) {
    const name = /^onnx\/([^/]+)\.onnx$/.exec(path)?.[1]
    if (name === undefined) continue
    const dtype = bySuffix.find((each) => name.endsWith(dtypeSuffixes[each])) ?? 'fp32'
    const graph = name.slice(0, name.length - dtypeSuffixes[dtype].length)
    graphs.set(graph, (graphs.get(graph) ?? new Set()).add(dtype))
  }
  const main = mainGraphs.find((graph) => graphs.has(graph)) ?? [...graphs.keys()].sort()[0]
  const there = main === undefined ? undefined : graphs.get(main)
  if (main === undefined || there === undefined) {
    throw new ManifestError(
      'There is no model in "onnx/": transformers.js reads it from "onnx/model.onnx".',
      {
        code: 'file_missing',
        path: 'onnx/model.onnx',
        next: 'Export the model to ONNX into the folder onnx/.',
      },
    )
  }
  const available = dtypes.filter((dtype) => there.has(dtype))
  if (asked !== undefined) {
    const dtype = dtypes.find((each) => each === asked)
    if (dtype === undefined) {
      throw new ManifestError(`${JSON.stringify(asked)} is no dtype of transformers.js.`, {
        code: 'manifest_invalid',
        at: 'runtime.dtype',
        next: `In this folder are: ${available.join(', ')}.`,
      })
    }
    if (!there.has(dtype)) {
      const path = `onnx/${main}${dtypeSuffixes[dtype]}.onnx`
      throw new ManifestError(`${JSON.stringify(path)} is not in the folder; ${dtype} needs it.`, {
        code: 'file_missing',
        path,
        next: `In this folder are: ${available.join(', ')}.`,
      })
    }
    return { dtype, available }
  }
  const preferred = [
    configured,
    device === 'wasm' ? 'q8' : 'fp32',
    available.length === 1 ? available[0] : undefined,
  ]
  const dtype = preferred
    .map((each) => available.find((one) => one === each))
    .find((each) => each !== undefined)
  if (dtype === undefined) {
    throw new ManifestError(`"onnx/" holds weights as ${available.join(', ')}; which of them is voted on?`, {
      code: 'field_missing',
      at: 'runtime.dtype',
      path: `onnx/${main}${dtypeSuffixes[available[0] as Dtype]}.onnx`,
      next: `Name one: --dtype ${available[0]}.`,
    })
  }
  return { dtype, available }
}
