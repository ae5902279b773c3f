import { describe, expect, test } from 'vitest'
import { ManifestError } from '../errors/ManifestError.ts'
import { dtypeSuffixes } from '../manifest/dtypeSuffixes.ts'
import { chooseDtype } from './chooseDtype.ts'

type Options = Partial<Parameters<typeof chooseDtype>[0]>
const choose = (names: string[], options: Options = {}) =>
  chooseDtype({ paths: names.map((name) => `onnx/${name}.onnx`), device: 'cpu', ...options })

function refusal(names: string[], options: Options = {}): ManifestError {
  try {
    choose(names, options)
  } catch (error) {
    if (error instanceof ManifestError) return error
    throw error
  }
  throw new Error('was accepted')
}

test.each(Object.entries(dtypeSuffixes))('%s is told by the suffix "%s"', (dtype, suffix) => {
  expect(choose([`model${suffix}`]).dtype).toBe(dtype)
})

describe('of several weights it takes', () => {
  const three = ['model', 'model_quantized', 'model_q4f16']
  test('those asked for', () => {
    expect(choose(three, { asked: 'q4f16', configured: 'q8' }).dtype).toBe('q4f16')
  })
  test('else those config.json names, where they are there', () => {
    expect(choose(three, { configured: 'q8' }).dtype).toBe('q8')
    expect(choose(three, { configured: 'q4' }).dtype).toBe('fp32')
    expect(choose(three, { configured: { model: 'q8' } }).dtype).toBe('fp32')
  })
  test('else those transformers.js takes on the device', () => {
    expect(choose(three).dtype).toBe('fp32')
    expect(choose(three, { device: 'wasm' }).dtype).toBe('q8')
  })
  test('else the only ones', () => {
    expect(choose(['model_q4']).dtype).toBe('q4')
  })
  test('and says which there are', () => {
    expect(choose(three).available).toEqual(['fp32', 'q8', 'q4f16'])
  })
})

test('a model of several graphs has the weights of the one that is always loaded', () => {
  const whisper = ['encoder_model', 'encoder_model_q4', 'decoder_model_merged_q4', 'decoder_model_q4']
  expect(choose(whisper)).toEqual({ dtype: 'q4', available: ['q4'] })
  expect(choose(['text_model', 'vision_model_fp16'])).toEqual({ dtype: 'fp32', available: ['fp32'] })
})

test('asks where nothing says which', () => {
  expect(refusal(['model_q4', 'model_fp16'])).toMatchObject({
    code: 'field_missing',
    at: 'runtime.dtype',
    path: 'onnx/model_fp16.onnx',
    next: 'Name one: --dtype fp16.',
  })
})

test('refuses weights that are not there, by the path they would have', () => {
  expect(refusal(['model', 'model_q4'], { asked: 'q8' })).toMatchObject({
    code: 'file_missing',
    path: 'onnx/model_quantized.onnx',
    next: 'In this folder are: fp32, q4.',
  })
})

test('refuses a dtype that transformers.js does not know, or leaves open', () => {
  for (const asked of ['auto', 'fp64', 8, 'toString']) {
    expect(refusal(['model'], { asked })).toMatchObject({ code: 'manifest_invalid', at: 'runtime.dtype' })
  }
})

test('refuses a folder without a graph where transformers.js looks', () => {
  for (const paths of [[], ['model.onnx'], ['onnx/deeper/model.onnx'], ['onnx/model.onnx_data']]) {
    expect(refusal([], { paths })).toMatchObject({ code: 'file_missing', path: 'onnx/model.onnx' })
  }
})

test('says what there is instead of what it was asked for', () => {
  expect(refusal([]).toJSON()).toStrictEqual({
    code: 'file_missing',
    message: 'There is no model in "onnx/": transformers.js reads it from "onnx/model.onnx".',
    next: 'Export the model to ONNX into the folder onnx/.',
    details: { path: 'onnx/model.onnx' },
  })
  expect(refusal(['model', 'model_q4'], { asked: 'fp64' }).toJSON()).toStrictEqual({
    code: 'manifest_invalid',
    message: '"fp64" is no dtype of transformers.js.',
    next: 'In this folder are: fp32, q4.',
    details: { at: 'runtime.dtype' },
  })
  expect(refusal(['model', 'model_q4'], { asked: 'q8' }).message).toBe(
    '"onnx/model_quantized.onnx" is not in the folder; q8 needs it.',
  )
  expect(refusal(['model_q4', 'model_fp16']).message).toBe(
    '"onnx/" holds weights as fp16, q4; which of them is voted on?',
  )
})

test('graphs lie in the folder onnx at the top, and of unknown ones the first by name is taken', () => {
  const paths = ['old/onnx/model_q4.onnx', 'onnx/model.onnx']
  expect(choose([], { paths })).toEqual({ dtype: 'fp32', available: ['fp32'] })
  expect(choose(['text_q4', 'audio_fp16', 'video_q8']).dtype).toBe('fp16')
})
