import onnxProto from 'onnx-proto'

const { onnx } = onnxProto
const { FLOAT, INT8, UINT8, INT64 } = onnx.TensorProto.DataType

/** Types of ONNX tensors used here. */
export const elementTypes = { float: FLOAT, int8: INT8, uint8: UINT8, int64: INT64 } as const
export type ElementType = keyof typeof elementTypes

/** Operator set: the newest that both runtimes of transformers.js 4.3 have had for long. */
const operatorSet = 17
const intermediateRepresentation = 8

/** Writes down an ONNX graph, node after node, in the standard operator domain. */
export class GraphBuilder {
  readonly #nodes: onnxProto.onnx.INodeProto[] = []
  readonly #initializers: onnxProto.onnx.ITensorProto[] = []
  readonly #inputs: onnxProto.onnx.IValueInfoProto[] = []
  readonly #outputs: onnxProto.onnx.IValueInfoProto[] = []

  /** @param shape Numbers are fixed, names are free at run time. @returns The tensor's name. */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): string {
    this.#inputs.push(valueInfo(name, type, shape))
    return name
  }

  output(name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.#outputs.push(valueInfo(name, type, shape))
  }

  /** A constant. Numbers are stored as raw little-endian bytes. @returns Its name. */
  constant(name: string, type: ElementType, shape: readonly number[], values: ArrayLike<number>): string {
    this.#initializers.push({
      name,
      dataType: elementTypes[type],
      dims: [...shape],
      rawData: rawBytes(type, values),
    })
    return name
  }

  /** Adds a node with one output, named like the node. @returns The output's name. */
  node(operator: string, name: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.nodeOf(operator, name, inputs, [name], attributes)[0] as string
  }

  /** Adds a node with these outputs. @returns Their names. */
  nodeOf(
    operator: string,
    name: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes = {},
  ): readonly string[] {
    this.#nodes.push({
      opType: operator,
      name,
      input: [...inputs],
      output: [...outputs],
      attribute: Object.entries(attributes).map(([key, value]) =>
        Array.isArray(value)
          ? { name: key, type: onnx.AttributeProto.AttributeType.INTS, ints: value }
          : { name: key, type: onnx.AttributeProto.AttributeType.INT, i: value },
      ),
    })
    return outputs
  }

  /** The model file. */
  build(name: string, description: string): Uint8Array {
    return onnx.ModelProto.encode({
      irVersion: intermediateRepresentation,
      opsetImport: [{ domain: '', version: operatorSet }],
      producerName: 'commonweal',
      docString: description,
      graph: {
        name,
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
    }).finish()
  }
}

type Attributes = Readonly<Record<string, number | number[]>>

function valueInfo(
  name: string,
  type: ElementType,
  shape: readonly (number | string)[],
): onnxProto.onnx.IValueInfoProto {
  return {
    name,
    type: {
      tensorType: {
        elemType: elementTypes[type],
        shape: {
          dim: shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })),
        },
      },
    },
  }
}

function rawBytes(type: ElementType, values: ArrayLike<number>): Uint8Array {
  const sizes = { float: 4, int8: 1, uint8: 1, int64: 8 }
  const bytes = new Uint8Array(values.length * sizes[type])
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (type === 'float') view.setFloat32(4 * i, value, true)
    else if (type === 'int64') view.setBigInt64(8 * i, BigInt(value), true)
    else if (type === 'int8') view.setInt8(i, value)
    else view.setUint8(i, value)
  }
  return bytes
}
