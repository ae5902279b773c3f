import type { Precision } from '../onnx/denseNodes.ts'
import { GraphBuilder } from '../onnx/GraphBuilder.ts'
import { trunkNodes } from '../onnx/trunkNodes.ts'
import type { Encoder } from './Encoder.ts'

/** The encoder as an ONNX file: `input_ids` and `attention_mask` in, `last_hidden_state` out. */
export function encoderGraph(encoder: Encoder, precision: Precision): Uint8Array {
  const graph = new GraphBuilder()
  const { tokens } = trunkNodes(graph, encoder.trunk, precision)
  graph.node('Identity', 'last_hidden_state', [tokens])
  graph.output('last_hidden_state', 'float', ['batch', 'sequence', encoder.trunk.width])
  return graph.build('mutual-aid-encoder', 'A vector for each token of a message about mutual aid.')
}
