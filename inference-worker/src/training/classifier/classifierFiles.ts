import { type BundleFile, jsonFile } from '../bundle/BundleFile.ts'
import { labels } from '../texts/labels.ts'
import { tokenizerFiles } from '../tokenizer/tokenizerFiles.ts'
import type { WordPiece } from '../tokenizer/WordPiece.ts'
import type { Classifier } from './Classifier.ts'
import { classifierGraph } from './classifierGraph.ts'

/** The classifier in the layout that transformers.js reads, all but the card. */
export function classifierFiles(tokenizer: WordPiece, classifier: Classifier): BundleFile[] {
  return [
    jsonFile('config.json', {
      // transformers.js looks this up to find the class that runs a graph with these inputs and outputs; it builds no
      // layers from it. What the graph is stands in the next line.
      model_type: 'distilbert',
      architectures: ['EmbeddingBagForSequenceClassification'],
      problem_type: 'single_label_classification',
      vocab_size: tokenizer.vocabulary.length,
      hidden_size: classifier.width,
      head_hidden_size: classifier.hidden.bias.columns,
      max_position_embeddings: tokenizer.maxTokens,
      id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
      label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    }),
    ...tokenizerFiles(tokenizer),
    { path: 'onnx/model.onnx', bytes: classifierGraph(classifier, 'fp32') },
    { path: 'onnx/model_quantized.onnx', bytes: classifierGraph(classifier, 'int8') },
  ]
}
