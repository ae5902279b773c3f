import type { Trunk } from '../layers/Trunk.ts'
import { denseNodes, type Precision } from './denseNodes.ts'
import type { GraphBuilder } from './GraphBuilder.ts'
import { quantizeRows } from './quantizeRows.ts'

/** Names of tensors that heads go on from. */
export interface TrunkNodes {
  /** Token vectors, zero where there is padding: batch × sequence × width. */
  tokens: string
  /** 1 where there is a token, 0 where there is padding: batch × sequence × 1. */
  mask: string
}

/** Writes the inputs, the embedding and the neighbour mixer. Padding counts as what is beyond the ends: zeros. */
export function trunkNodes(graph: GraphBuilder, trunk: Trunk, precision: Precision): TrunkNodes {
  const ids = graph.input('input_ids', 'int64', ['batch', 'sequence'])
  const present = graph.input('attention_mask', 'int64', ['batch', 'sequence'])
  const lastAxis = graph.constant('lastAxis', 'int64', [1], [-1])
  const mask = graph.node('Unsqueeze', 'mask', [
    graph.node('Cast', 'mask/float', [present], { to: 1 }),
    lastAxis,
  ])

  const embedded = graph.node('Mul', 'embedded', [embeddingNodes(graph, ids, trunk, precision), mask])
  // One zero vector before the first token and one after the last; two cuts of it are the neighbours.
  const padded = graph.node('Pad', 'padded', [
    embedded,
    graph.constant('pads', 'int64', [6], [0, 1, 0, 0, 1, 0]),
  ])
  const axis = graph.constant('sequenceAxis', 'int64', [1], [1])
  const before = graph.node('Slice', 'before', [
    padded,
    graph.constant('first', 'int64', [1], [0]),
    graph.constant('exceptLastTwo', 'int64', [1], [-2]),
    axis,
  ])
  const after = graph.node('Slice', 'after', [
    padded,
    graph.constant('third', 'int64', [1], [2]),
    graph.constant('toEnd', 'int64', [1], [2 ** 31 - 1]),
    axis,
  ])
  const windows = graph.node('Concat', 'windows', [before, embedded, after], { axis: -1 })
  const gathered = denseNodes(graph, 'gather', windows, trunk.mixer.gather, precision)
  const hidden = graph.node('Tanh', 'hidden', [gathered])
  const spread = denseNodes(graph, 'spread', hidden, trunk.mixer.spread, precision)
  const mixed = graph.node('Add', 'mixed', [embedded, spread])
  return { tokens: graph.node('Mul', 'tokens', [mixed, mask]), mask }
}

function embeddingNodes(
  graph: GraphBuilder,
  ids: string,
  { embedding }: Trunk,
  precision: Precision,
): string {
  const { name, rows, columns, value } = embedding.weight
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
