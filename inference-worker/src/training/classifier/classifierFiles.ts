import { labels } from '../texts/labels.ts'
import { tokenizerFiles } from '../tokenizer/tokenizerFiles.ts'
import type { WordPiece } from '../tokenizer/WordPiece.ts'
import type { Classifier } from './Classifier.ts'
import { classifierGraph } from './classifierGraph.ts'

/** A file of a bundle, by its path in the bundle. */
export interface BundleFile {
  path: string
  bytes: Uint8Array
}

/** The classifier in the layout that transformers.js reads, all but the card. */
export function classifierFiles(tokenizer: WordPiece, classifier: Classifier): BundleFile[] {
  const config = {
    // Looked up by transformers.js to find the class that runs a graph with these inputs and outputs; it builds no
    // layers from it. The true architecture is the next line.
    model_type: 'distilbert',
    architectures: ['NeighbourMixerForSequenceClassification'],
    problem_type: 'single_label_classification',
    vocab_size: tokenizer.vocabulary.length,
    hidden_size: classifier.trunk.width,
    mixer_hidden_size: classifier.trunk.mixer.gather.bias.columns,
    head_hidden_size: classifier.hidden.bias.columns,
    max_position_embeddings: tokenizer.maxTokens,
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  }
  const text = [
    { path: 'config.json', text: `${JSON.stringify(config, null, 2)}\n` },
    ...tokenizerFiles(tokenizer),
  ]
  return [
    ...text.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) })),
    { path: 'onnx/model.onnx', bytes: classifierGraph(classifier, 'fp32') },
    { path: 'onnx/model_quantized.onnx', bytes: classifierGraph(classifier, 'int8') },
  ]
}
