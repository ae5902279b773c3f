import { concat, onnx, plainModel } from './onnx.ts'

const encoder = new TextEncoder()
export const utf8 = (text: string) => encoder.encode(text)
export const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

export const gpt2Pattern = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`

export const tokenizer = (pattern: string) => ({
  version: '1.0',
  added_tokens: [{ id: 0, content: '<s>', special: true }],
  normalizer: {
    type: 'Sequence',
    normalizers: [
      { type: 'Replace', pattern: { String: '``' }, content: '"' },
      { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
    ],
  },
  pre_tokenizer: { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
  model: { type: 'BPE', vocab: { '<s>': 0, constructor: 1, Regex: 2 }, merges: [] },
})

/** Weights in safetensors. */
export function safetensors(header: unknown, data: number): Uint8Array {
  const text = typeof header === 'string' ? utf8(header) : utf8(JSON.stringify(header))
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true)
  return concat(length, text, new Uint8Array(data))
}

/** A bundle that nothing speaks against. */
export const goodBundle = (): Record<string, Uint8Array> => ({
  'config.json': utf8(JSON.stringify({ model_type: 'bert', id2label: { 0: 'food' } })),
  'tokenizer.json': utf8(JSON.stringify(tokenizer('[abc]+|[ ]'))),
  'tokenizer_config.json': utf8(
    JSON.stringify({ chat_template: '{% for m in messages %}{{ m.content }}{% endfor %}' }),
  ),
  'onnx/model.onnx': onnx.model(
    onnx.opset(21),
    onnx.graph(
      onnx.node('Identity', ''),
      onnx.initializer(
        onnx.dims(2),
        onnx.external({ location: 'model.onnx_data', offset: '0', length: '8' }),
      ),
    ),
  ),
  'onnx/model.onnx_data': new Uint8Array(8),
  'onnx/model_quantized.onnx': plainModel(),
  'vocab.txt': utf8('[PAD]\nMZ\nimport\n'),
  'README.md': utf8('# Kōrero\n\n```python\nimport os\nos.system("ls")\n```\n'),
  LICENSE: utf8('MIT'),
})

/** `os.system("id")` as pickles of protocol 0 and 4. */
export const pickles = {
  0: latin1('cposix\nsystem\np0\n(Vid\np1\ntp2\nRp3\n.'),
  4: latin1(
    '\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.',
  ),
}
/** What PyTorch writes: a zip archive with a pickle in it. */
export const checkpoint = latin1(
  `PK\x03\x04${'\0'.repeat(26)}archive/data.pkl${'\0'.repeat(40)}PK\x05\x06${'\0'.repeat(18)}`,
)
export const gzip = latin1('\x1f\x8b\x08\0\0\0\0\0\0\x03')
export const tar = concat(latin1('data.pkl'), new Uint8Array(249), latin1('ustar\x0000'), new Uint8Array(248))
export const objectArray = latin1(
  "\x93NUMPY\x01\0\x76\0{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n\x80\x04N.",
)
export const elf = latin1('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0')
