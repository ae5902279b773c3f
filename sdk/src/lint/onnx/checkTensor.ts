import { manifestLimits } from '../../manifest/manifestLimits.ts'
import type { Remark } from '../Finding.ts'
import { quote } from '../quote.ts'
import type { Tensor } from './readModel.ts'
import { resolveLocation } from './resolveLocation.ts'

/** Bits of an element by `TensorProto.DataType`; strings (8) have no size of their own. */
const bits: Readonly<Record<number, number>> = {
  1: 32,
  2: 8,
  3: 8,
  4: 16,
  5: 16,
  6: 32,
  7: 64,
  9: 8,
  10: 16,
  11: 64,
  12: 32,
  13: 64,
  14: 64,
  15: 128,
  16: 16,
  17: 8,
  18: 8,
  19: 8,
  20: 8,
  21: 4,
  22: 4,
  23: 4,
  24: 8,
  25: 2,
  26: 2,
}
const strings = 8

/** A name that weights kept apart from a graph have. */
const weights = /\.onnx_data(_[1-9][0-9]{0,3})?$/
const keep = 'Export the model again with its weights inside, or list every file in the manifest.'
const exportAgain = 'Export the model again.'

/** Where external data is, as its entries say; undefined where they cannot be understood in one way only. */
function readEntries(entries: Tensor['externalData']): Map<string, string> | undefined {
  const found = new Map(entries)
  return found.size === entries.length ? found : undefined
}

/** A count of bytes in decimal; undefined where it is not one. */
function readCount(value: string): number | undefined {
  return /^(0|[1-9][0-9]{0,15})$/.test(value) && Number.isSafeInteger(Number(value))
    ? Number(value)
    : undefined
}

/**
 * Holds a tensor against the files it may be read from, and against itself.
 *
 * @param sizeOf Bytes of a file of the bundle; undefined for what is not in it.
 */
export function checkTensor(
  tensor: Tensor,
  modelPath: string,
  sizeOf: (path: string) => number | undefined,
): Remark[] {
  const remarks: Remark[] = []
  const { at } = tensor
  const refuse = (message: string, next = exportAgain) => {
    remarks.push({ severity: 'refuse', message, next, at })
  }

  let bytes: number | undefined
  const width = bits[tensor.dataType]
  if (tensor.dims.some((dim) => dim < 0n)) {
    refuse('has a tensor with a negative dimension')
  } else if (width === undefined && tensor.dataType !== strings) {
    refuse(`has a tensor of the type ${tensor.dataType}, which ONNX does not know`)
  } else {
    const elements = tensor.dims.reduce((product, dim) => product * dim, 1n)
    const needed = (elements * BigInt(width ?? 8) + 7n) / 8n
    if (needed > BigInt(manifestLimits.totalBytes)) {
      refuse(`has a tensor of ${tensor.dims.join(' × ')} elements, more than a bundle can hold`)
    } else if (width !== undefined) {
      bytes = Number(needed)
    }
  }
  if (tensor.rawBytes !== undefined && bytes !== undefined && tensor.rawBytes !== bytes && !tensor.external) {
    refuse(`has a tensor that takes ${bytes} bytes and holds ${tensor.rawBytes}`)
  }

  if (tensor.externalData.length === 0) {
    if (tensor.external) refuse('keeps weights outside itself and does not say where', keep)
    return remarks
  }
  const entries = readEntries(tensor.externalData)
  const location = entries?.get('location')
  if (entries === undefined || location === undefined) {
    refuse('keeps weights at a place that can be read in more than one way', keep)
    for (const [key, value] of tensor.externalData) {
      if (key === 'location') refuse(`names ${quote(value)} as a place of weights`, keep)
    }
    return remarks
  }
  if (
    location === '' ||
    location.includes('\\') ||
    location.includes('\0') ||
    /^(\/|[a-z]:)/i.test(location)
  ) {
    refuse(`keeps weights at ${quote(location)}, which is not a path inside the bundle`, keep)
    return remarks
  }
  const leaves = location.split('/').some((segment) => segment === '..' || segment === '.')
  const target = resolveLocation(modelPath, location)
  const size = leaves ? undefined : sizeOf(target)
  if (size === undefined) {
    refuse(`keeps weights in ${quote(location)}, which its manifest does not list`, keep)
    return remarks
  }
  if (!weights.test(target)) {
    remarks.push({
      severity: 'warn',
      message: `keeps weights in ${quote(location)}, whose name says something else`,
      next: 'Name files of weights .onnx_data.',
      at,
    })
  }
  const offset = readCount(entries.get('offset') ?? '0')
  const length = entries.has('length') ? readCount(entries.get('length') as string) : bytes
  if (offset === undefined || (entries.has('length') && length === undefined)) {
    refuse(`keeps weights in ${quote(location)} at a place that is not a number of bytes`)
    return remarks
  }
  if (length !== undefined && bytes !== undefined && length !== bytes) {
    refuse(`keeps ${length} bytes in ${quote(location)} for a tensor that takes ${bytes}`)
  }
  if (offset + (length ?? 0) > size) {
    refuse(`keeps weights beyond the end of ${quote(location)}, which has ${size} bytes`)
  }
  return remarks
}
