/** Bytes that are not protobuf, or not the protobuf of an ONNX model. */
export class MalformedModel extends Error {
  override name = 'MalformedModel'
}

/** A field as it stands in the bytes: a number, or a stretch of bytes. Fixed-width numbers are skipped. */
export type Field = {
  number: number
  /** 0 varint, 1 and 5 fixed width, 2 length-delimited. */
  wireType: 0 | 1 | 2 | 5
  /** Of a varint. */
  value: bigint
  /** Of a length-delimited field, where its bytes begin and end. */
  start: number
  end: number
}

/** Longer than any name or path that is compared with anything. */
const maxTextBytes = 4096

const text = new TextDecoder()

/** Reads protobuf's wire format and never beyond the bytes it was given. Groups, which ONNX has none of, are refused. */
export class WireReader {
  readonly bytes: Uint8Array
  #position: number
  readonly #end: number

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes
    this.#position = start
    this.#end = end
  }

  /** A varint of at most 64 bits. */
  varint(): bigint {
    let low = 0
    let position = this.#position
    for (let shift = 0; shift < 28; shift += 7) {
      if (position >= this.#end) throw new MalformedModel('a number is cut off')
      const byte = this.bytes[position++] as number
      low |= (byte & 0x7f) << shift
      if (byte < 0x80) {
        this.#position = position
        return BigInt(low)
      }
    }
    let value = BigInt(low)
    for (let shift = 28n; shift < 70n; shift += 7n) {
      if (position >= this.#end) throw new MalformedModel('a number is cut off')
      const byte = this.bytes[position++] as number
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) {
        this.#position = position
        return BigInt.asUintN(64, value)
      }
    }
    throw new MalformedModel('a number is longer than 64 bits')
  }

  /** The next field; undefined at the end. */
  next(): Field | undefined {
    if (this.done) return undefined
    const tag = this.varint()
    const wireType = Number(tag & 7n)
    const number = Number(tag >> 3n)
    if (number < 1 || number > 536_870_911) throw new MalformedModel('a field has no number')
    if (wireType === 0) return { number, wireType, value: this.varint(), start: 0, end: 0 }
    if (wireType !== 1 && wireType !== 2 && wireType !== 5) {
      throw new MalformedModel('a field has a type that ONNX does not use')
    }
    const length = wireType === 1 ? 8n : wireType === 5 ? 4n : this.varint()
    const start = this.#position
    if (length > BigInt(this.#end - start))
      throw new MalformedModel('a field is longer than what it stands in')
    this.#position = start + Number(length)
    return { number, wireType, value: 0n, start, end: this.#position }
  }

  /** Whether everything is read. */
  get done(): boolean {
    return this.#position === this.#end
  }

  /** The text of a length-delimited field, or as much of it as could be a name or a path. */
  text({ start, end }: Field): string {
    return text.decode(this.bytes.subarray(start, Math.min(end, start + maxTextBytes)))
  }
}
