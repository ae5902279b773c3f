import { type BundleFile, jsonFile, textFile } from '../bundle/BundleFile.ts'
import { continuation, endId, padId, specialTokens, startId, unknownId } from './specialTokens.ts'
import { WordPiece } from './WordPiece.ts'

/**
 * `tokenizer.json` and `tokenizer_config.json` in the layout of Hugging Face tokenizers.
 * The class is the plain one: the models take no `token_type_ids`, which `BertTokenizer` would add.
 */
export function tokenizerFiles({ vocabulary, maxTokens }: WordPiece): BundleFile[] {
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specialTokens.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: true,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
        { Sequence: { id: 'B', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [startId], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [endId], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: continuation, cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: specialTokens[unknownId],
      continuing_subword_prefix: continuation,
      max_input_chars_per_word: WordPiece.maxWordLength,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  }
  const config = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: maxTokens,
    padding_side: 'right',
    truncation_side: 'right',
    pad_token: specialTokens[padId],
    unk_token: specialTokens[unknownId],
    cls_token: specialTokens[startId],
    sep_token: specialTokens[endId],
    clean_up_tokenization_spaces: true,
  }
  return [
    textFile('tokenizer.json', `${JSON.stringify(tokenizer, null, 1)}\n`),
    jsonFile('tokenizer_config.json', config),
  ]
}
