/** Writes ONNX files field by field, so that tests can also write what no exporter would. */

const encoder = new TextEncoder()

export function concat(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0))
    rest >>= 7n
  } while (rest > 0n)
  return Uint8Array.from(bytes)
}

/** A number as a field. */
export const int = (field: number, value: number | bigint) => concat(varint(field * 8), varint(value))
/** Text or a message as a field. */
export function part(field: number, ...content: (Uint8Array | string)[]): Uint8Array {
  const bytes = concat(...content.map((each) => (typeof each === 'string' ? encoder.encode(each) : each)))
  return concat(varint(field * 8 + 2), varint(bytes.length), bytes)
}

/** Messages of ONNX, by the names of onnx.proto. */
export const onnx = {
  model: (...fields: Uint8Array[]) => concat(int(1, 8), ...fields),
  opset: (version: number | bigint, domain = '') => part(8, part(1, domain), int(2, version)),
  graph: (...fields: Uint8Array[]) => part(7, ...fields),
  node: (type: string, domain: string, ...attributes: Uint8Array[]) =>
    part(1, part(4, type), part(7, domain), ...attributes),
  attribute: (...fields: Uint8Array[]) => part(5, part(1, 'a'), ...fields),
  /** As the attribute's graph. */
  subgraph: (...fields: Uint8Array[]) => part(6, ...fields),
  tensor: (field: number, ...fields: Uint8Array[]) => part(field, int(2, 1), ...fields),
  initializer: (...fields: Uint8Array[]) => onnx.tensor(5, ...fields),
  dims: (...dims: (number | bigint)[]) => concat(...dims.map((dim) => int(1, dim))),
  raw: (bytes: number) => part(9, new Uint8Array(bytes)),
  external: (entries: Record<string, string>) =>
    concat(
      ...Object.entries(entries).map(([key, value]) => part(13, part(1, key), part(2, value))),
      int(14, 1),
    ),
  function: (name: string, domain: string, ...nodes: Uint8Array[]) =>
    part(25, part(1, name), part(10, domain), ...nodes),
  /** A node of a function. */
  call: (type: string, domain = '') => part(7, part(4, type), part(7, domain)),
}

/** A model that nothing speaks against: an identity, beside as many weights. */
export const plainModel = (weights = 2) =>
  onnx.model(
    onnx.opset(21),
    onnx.graph(onnx.node('Identity', ''), onnx.initializer(onnx.dims(weights), onnx.raw(4 * weights))),
  )
