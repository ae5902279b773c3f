import type { Precision } from '../onnx/denseNodes.ts'
import { GraphBuilder } from '../onnx/GraphBuilder.ts'
import { tokenNodes } from '../onnx/tokenNodes.ts'
import type { Encoder } from './Encoder.ts'

/** The encoder as an ONNX file: `input_ids` and `attention_mask` in, `last_hidden_state` out. */
export function encoderGraph(encoder: Encoder, precision: Precision): Uint8Array {
  const graph = new GraphBuilder()
  const { tokens } = tokenNodes(graph, 'last_hidden_state', encoder.embedding, precision)
  graph.output(tokens, 'float', ['batch', 'sequence', encoder.width])
  return graph.build('mutual-aid-encoder', 'A vector for each token of a message about mutual aid.')
}
