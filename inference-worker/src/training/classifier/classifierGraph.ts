import { denseNodes, type Precision } from '../onnx/denseNodes.ts'
import { GraphBuilder } from '../onnx/GraphBuilder.ts'
import { tokenNodes } from '../onnx/tokenNodes.ts'
import type { Classifier } from './Classifier.ts'

/** The classifier as an ONNX file: `input_ids` and `attention_mask` in, `logits` out. */
export function classifierGraph(classifier: Classifier, precision: Precision): Uint8Array {
  const graph = new GraphBuilder()
  const { tokens, mask } = tokenNodes(graph, 'tokens', classifier.embedding, precision)
  const axis = graph.constant('tokenAxis', 'int64', [1], [1])
  const sum = graph.node('ReduceSum', 'sum', [tokens, axis], { keepdims: 0 })
  const count = graph.node('ReduceSum', 'count', [mask, axis], { keepdims: 0 })
  const pooled = graph.node('Div', 'pooled', [sum, count])
  const hidden = graph.node('Tanh', 'activated', [
    denseNodes(graph, 'hidden', pooled, classifier.hidden, precision),
  ])
  const logits = denseNodes(graph, 'logits', hidden, classifier.scores, precision)
  graph.output(logits, 'float', ['batch', classifier.scores.bias.columns])
  return graph.build('mutual-aid-classifier', 'Which kind of mutual aid a message is about.')
}
