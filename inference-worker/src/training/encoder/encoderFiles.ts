import { type BundleFile, jsonFile } from '../bundle/BundleFile.ts'
import { tokenizerFiles } from '../tokenizer/tokenizerFiles.ts'
import type { WordPiece } from '../tokenizer/WordPiece.ts'
import type { Encoder } from './Encoder.ts'
import { encoderGraph } from './encoderGraph.ts'

/** The encoder in the layout that transformers.js and sentence-transformers read, all but the card. */
export function encoderFiles(tokenizer: WordPiece, encoder: Encoder): BundleFile[] {
  return [
    jsonFile('config.json', {
      // See the classifier: a key to look up, not a description.
      model_type: 'distilbert',
      architectures: ['EmbeddingBagModel'],
      vocab_size: tokenizer.vocabulary.length,
      hidden_size: encoder.width,
      max_position_embeddings: tokenizer.maxTokens,
    }),
    jsonFile('1_Pooling/config.json', {
      word_embedding_dimension: encoder.width,
      pooling_mode_cls_token: false,
      pooling_mode_mean_tokens: true,
      pooling_mode_max_tokens: false,
    }),
    ...tokenizerFiles(tokenizer),
    { path: 'onnx/model.onnx', bytes: encoderGraph(encoder, 'fp32') },
    { path: 'onnx/model_quantized.onnx', bytes: encoderGraph(encoder, 'int8') },
  ]
}
