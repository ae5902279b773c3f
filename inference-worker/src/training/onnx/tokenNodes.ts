import type { Embedding } from '../layers/Embedding.ts'
import type { Precision } from './denseNodes.ts'
import type { GraphBuilder } from './GraphBuilder.ts'
import { quantizeRows } from './quantizeRows.ts'

/** Names of tensors that the rest of a graph goes on from. */
export interface TokenNodes {
  /** Token vectors, zero where there is padding: batch × sequence × width. */
  tokens: string
  /** 1 where there is a token, 0 where there is padding: batch × sequence × 1. */
  mask: string
}

/**
 * Writes the inputs and the embedding, under these names: `input_ids`, `attention_mask`.
 *
 * @param output Name of the tensor of token vectors.
 */
export function tokenNodes(
  graph: GraphBuilder,
  output: string,
  embedding: Embedding,
  precision: Precision,
): TokenNodes {
  const ids = graph.input('input_ids', 'int64', ['batch', 'sequence'])
  const present = graph.input('attention_mask', 'int64', ['batch', 'sequence'])
  const mask = graph.node('Unsqueeze', 'mask', [
    graph.node('Cast', 'mask/float', [present], { to: 1 }),
    graph.constant('lastAxis', 'int64', [1], [-1]),
  ])
  return { tokens: graph.node('Mul', output, [lookup(graph, ids, embedding, precision), mask]), mask }
}

function lookup(graph: GraphBuilder, ids: string, { weight }: Embedding, precision: Precision): string {
  const { name, rows, columns, value } = weight
  if (precision === 'fp32') {
    return graph.node('Gather', 'embedding', [graph.constant(name, 'float', [rows, columns], value), ids])
  }
  const { numbers, scales } = quantizeRows(value, columns)
  const table = graph.constant(`${name}/int8`, 'int8', [rows, columns], numbers)
  const scaleTable = graph.constant(`${name}/scale`, 'float', [rows, 1], scales)
  const gathered = graph.node('Gather', 'embedding/int8', [table, ids])
  const float = graph.node('Cast', 'embedding/float', [gathered], { to: 1 })
  return graph.node('Mul', 'embedding', [float, graph.node('Gather', 'embedding/scale', [scaleTable, ids])])
}
