import { scanJson } from '../../manifest/scanJson.ts'
import type { FileRule } from '../BundleFile.ts'
import type { Remark } from '../Finding.ts'
import { quote } from '../quote.ts'

/** As the safetensors library has it. */
const maxHeaderBytes = 100_000_000
/** What is read of the header here: that of a model of many gigabytes has a few hundred thousand bytes. */
const depth = 8

/** Bits of an element. */
const bits: Readonly<Record<string, number>> = {
  BOOL: 8,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  I64: 64,
  U64: 64,
  F64: 64,
  C64: 64,
}

type Entry = { name: string; begin: number; end: number }

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

function readEntry(name: string, value: unknown): Entry | string {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string' || !Object.hasOwn(bits, dtype)) return 'has a type that is not known'
  if (!Array.isArray(shape) || !shape.every(isCount)) return 'has a shape that is not a list of counts'
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    return 'has offsets that are not two counts'
  }
  const [begin, end] = offsets as [number, number]
  const needed =
    ((shape as number[]).reduce((product, each) => product * BigInt(each), 1n) *
      BigInt(bits[dtype] as number) +
      7n) /
    8n
  if (BigInt(end) - BigInt(begin) !== needed) return `takes ${needed} bytes and is given ${end - begin}`
  return { name, begin, end }
}

/** A safetensors header that a reader could be led astray by. */
export const safetensorsRule: FileRule = {
  name: 'safetensors',
  check({ path, size, bytes }): Remark[] {
    if (!path.endsWith('.safetensors')) return []
    const refuse = (message: string): Remark[] => [
      { severity: 'refuse', message, next: 'Export the weights again; transformers.js needs them in ONNX.' },
    ]
    if (bytes.length < 8) return refuse('is shorter than its own header')
    const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
    if (length > BigInt(maxHeaderBytes) || length > BigInt(size - 8)) {
      return refuse(`has a header of ${length} bytes, more than there are or may be`)
    }
    if (length > BigInt(bytes.length - 8))
      return refuse(`has a header of ${length} bytes, too long to be read`)
    let header: unknown
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + Number(length)))
      scanJson(text, depth)
      header = JSON.parse(text)
    } catch {
      return refuse('has a header that is not JSON that can be read in one way only')
    }
    if (typeof header !== 'object' || header === null || Array.isArray(header)) {
      return refuse('has a header that is not an object')
    }
    const entries: Entry[] = []
    for (const [name, value] of Object.entries(header)) {
      if (name === '__metadata__') continue
      const entry = readEntry(name, value)
      if (typeof entry === 'string') return refuse(`has the tensor ${quote(name)}, which ${entry}`)
      entries.push(entry)
    }
    // One behind the other, with nothing in between, before and after: nothing is hidden there.
    entries.sort((a, b) => a.begin - b.begin || a.end - b.end)
    let at = 0
    for (const { name, begin, end } of entries) {
      if (begin < at) return refuse(`has the tensor ${quote(name)}, which overlaps another`)
      if (begin > at) return refuse(`has ${begin - at} bytes that belong to no tensor, before ${quote(name)}`)
      at = end
    }
    const data = size - 8 - Number(length)
    if (at > data) return refuse('has tensors beyond its end')
    if (at < data) return refuse(`has ${data - at} bytes that belong to no tensor, at its end`)
    return []
  },
}
