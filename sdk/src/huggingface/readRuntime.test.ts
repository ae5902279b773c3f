import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ManifestError } from '../errors/ManifestError.ts'
import type { Manifest } from '../manifest/schema.ts'
import { evaluatedWith } from './evaluatedWith.ts'
import { readRuntime } from './readRuntime.ts'

const encode = (text: string) => new TextEncoder().encode(text)
function read(
  files: Record<string, string>,
  {
    task = 'text-classification',
    given = {},
  }: { task?: Manifest['task']; given?: Record<string, unknown> } = {},
) {
  const all = { 'config.json': '{}', 'onnx/model.onnx': 'graph', ...files }
  return readRuntime(new Map(Object.entries(all).map(([path, text]) => [path, encode(text)])), task, given)
}
const tokens = (files: Record<string, string>) => read(files).runtime.maxInputTokens

test('names the versions that the worker of this project runs', async () => {
  const root = join(import.meta.dirname, '../../..')
  const worker = JSON.parse(await readFile(join(root, 'inference-worker/package.json'), 'utf8'))
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json')
  expect(evaluatedWith).toEqual({
    transformers: worker.dependencies['@huggingface/transformers'],
    onnxruntime: version,
  })
  expect(read({}).runtime).toMatchObject(evaluatedWith)
})

test.each([
  ['the tokenizer', { 'tokenizer_config.json': '{"model_max_length":100}' }, 100],
  ['the positions of the model', { 'config.json': '{"max_position_embeddings":200}' }, 200],
  ['the positions under another name', { 'config.json': '{"n_positions":300}' }, 300],
  ['the positions of its text part', { 'config.json': '{"text_config":{"max_position_embeddings":77}}' }, 77],
  [
    'the smaller of both',
    { 'tokenizer_config.json': '{"model_max_length":512}', 'config.json': '{"max_position_embeddings":514}' },
    512,
  ],
  [
    'the model, where the tokenizer knows no bound',
    {
      'tokenizer_config.json': '{"model_max_length":1000000000000000019884624838656}',
      'config.json': '{"n_ctx":64}',
    },
    64,
  ],
])('the most tokens are told by %s', (_, files, expected) => {
  expect(tokens(files as Record<string, string>)).toBe(expected)
  expect(read(files as Record<string, string>).notes).toEqual([])
})

test('the most tokens are assumed, and said to be, where no file tells a usable number', () => {
  for (const value of ['0', '-1', '1.5', '"512"', '10000001', 'null']) {
    const { runtime, notes } = read({
      'config.json': `{"max_position_embeddings":${value},"text_config":[1]}`,
    })
    expect(runtime).toMatchObject({ maxInputTokens: 512, maxInputCharacters: 4096 })
    expect(notes).toEqual(['No file says how long an input may be: 512 tokens are assumed.'])
  }
})

test('the most characters follow from the tokens, up to what a manifest may say', () => {
  expect(read({ 'config.json': '{"n_ctx":10}' }).runtime.maxInputCharacters).toBe(80)
  expect(read({}, { given: { maxInputTokens: 20_000_000 } }).runtime.maxInputCharacters).toBe(100_000_000)
})

test('the weights are those that transformers.js_config names', () => {
  const files = {
    'onnx/model_q4.onnx': 'graph',
    'config.json': '{"n_ctx":1,"transformers.js_config":{"dtype":"q4"}}',
  }
  expect(read(files).runtime.dtype).toBe('q4')
  expect(read(files).notes).toEqual(['The weights as q4 are meant, of fp32, q4 (--dtype names others).'])
  expect(read(files, { given: { dtype: 'fp32' } })).toMatchObject({ runtime: { dtype: 'fp32' }, notes: [] })
})

test.each([
  ['pooling_mode_cls_token', 'cls'],
  ['pooling_mode_mean_tokens', 'mean'],
  ['pooling_mode_lasttoken', 'last_token'],
])('the pooling %s of sentence-transformers is carried for embeddings alone', (key, pooling) => {
  const files = {
    '1_Pooling/config.json': `{"${key}":true}`,
    'modules.json': '[{"type":"sentence_transformers.models.Normalize"}]',
  }
  expect(read(files, { task: 'feature-extraction' }).runtime).toMatchObject({ pooling, normalize: true })
  expect(read(files).runtime).not.toHaveProperty('pooling')
  expect(read(files).runtime).not.toHaveProperty('normalize')
})

test('a pipeline of modules without a Normalize does not normalise; no list of modules says nothing', () => {
  const task = 'feature-extraction'
  const modules = { 'modules.json': '[{"type":"sentence_transformers.models.Pooling"},null]' }
  expect(read(modules, { task }).runtime).toMatchObject({ normalize: false })
  expect(read({}, { task }).runtime).not.toHaveProperty('normalize')
  expect(read({}, { task }).runtime).not.toHaveProperty('pooling')
})

test.each([
  ['config.json', '[]', 'does not hold an object'],
  ['config.json', '{"a":1,"a":2}', 'The key "a" stands twice'],
  ['tokenizer_config.json', 'null', 'does not hold an object'],
  ['tokenizer_config.json', '{', 'Not JSON'],
])('a %s of %s is refused, by its path', (path, text, reason) => {
  const error = (() => {
    try {
      return read({ [path]: text })
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(ManifestError)
  expect(error).toMatchObject({ code: 'content_refused', path, message: expect.stringContaining(reason) })
})

test('a folder without config.json is refused', () => {
  expect(() => readRuntime(new Map([['onnx/model.onnx', encode('x')]]), 'fill-mask', {})).toThrow(
    expect.objectContaining({ code: 'file_missing', path: 'config.json' }),
  )
})

test('a file that is missing, or holds no object, is named with what to do', () => {
  expect(() => readRuntime(new Map(), 'text-classification', {})).toThrow(
    expect.objectContaining({
      message: '"config.json" is missing; transformers.js reads it first.',
      next: 'Put the model’s config.json into the folder.',
    }),
  )
  expect(() => read({ 'config.json': '[]' })).toThrow(
    expect.objectContaining({
      message: '"config.json": it does not hold an object.',
      next: 'Export the model again.',
    }),
  )
})

test.each([['"512"'], ['0'], ['1.5'], ['1e30']])('a length of %s is no bound', (length) => {
  expect(read({ 'tokenizer_config.json': `{"model_max_length":${length}}` }).notes).toContainEqual(
    expect.stringMatching(/^No file says how long an input may be/),
  )
})

test('vectors are normalized where one step of several says so, by the end of its name', () => {
  const steps = (...types: string[]) => ({
    'modules.json': JSON.stringify(types.map((type) => ({ type }))),
  })
  const normalize = (files: Record<string, string>) =>
    read(files, { task: 'feature-extraction' }).runtime.normalize
  expect(normalize(steps('st.Transformer', 'st.Normalize'))).toBe(true)
  expect(normalize(steps('st.Transformer', 'st.NormalizeNot'))).toBe(false)
  expect(normalize({})).toBeUndefined()
})

test('a bound that is no number is left for the schema to refuse', () => {
  expect(read({}, { given: { maxInputTokens: 'many' } }).runtime.maxInputCharacters).toBeUndefined()
})
