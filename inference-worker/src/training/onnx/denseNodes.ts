import type { Dense } from '../layers/Dense.ts'
import type { GraphBuilder } from './GraphBuilder.ts'
import { quantizeColumns } from './quantizeColumns.ts'

/** How weights are stored: 32-bit floats, or 8-bit whole numbers with activations quantised as they come. */
export type Precision = 'fp32' | 'int8'

/** Writes x W + b. @returns The name of the result. */
export function denseNodes(
  graph: GraphBuilder,
  name: string,
  input: string,
  { weight, bias }: Dense,
  precision: Precision,
): string {
  const shape = [weight.rows, weight.columns]
  const offset = graph.constant(bias.name, 'float', [bias.columns], bias.value)
  if (precision === 'fp32') {
    const matrix = graph.constant(weight.name, 'float', shape, weight.value)
    return graph.node('Add', name, [graph.node('MatMul', `${name}/product`, [input, matrix]), offset])
  }
  const { numbers, scales } = quantizeColumns(weight.value, weight.columns)
  const matrix = graph.constant(`${weight.name}/int8`, 'int8', shape, numbers)
  const scale = graph.constant(`${weight.name}/scale`, 'float', [weight.columns], scales)
  const [quantized, inputScale, zeroPoint] = graph.nodeOf(
    'DynamicQuantizeLinear',
    `${name}/quantize`,
    [input],
    [`${name}/quantized`, `${name}/inputScale`, `${name}/zeroPoint`],
  ) as [string, string, string]
  const product = graph.node('MatMulInteger', `${name}/product`, [quantized, matrix, zeroPoint])
  const float = graph.node('Cast', `${name}/float`, [product], { to: 1 })
  const factor = graph.node('Mul', `${name}/factor`, [scale, inputScale])
  return graph.node('Add', name, [graph.node('Mul', `${name}/scaled`, [float, factor]), offset])
}
