import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBundle } from '../bundle/writeBundle.ts'
import { loadPipeline } from '../evaluation/loadPipeline.ts'
import { contrastiveLoss } from '../layers/contrastiveLoss.ts'
import { expectGradients } from '../layers/expectGradients.ts'
import { Random } from '../random/Random.ts'
import { trainingTexts } from '../texts/trainingTexts.ts'
import { trainVocabulary } from '../tokenizer/trainVocabulary.ts'
import { WordPiece } from '../tokenizer/WordPiece.ts'
import { Encoder } from './Encoder.ts'
import { encoderFiles } from './encoderFiles.ts'
import { encoderSettings } from './encoderSettings.ts'
import { overlappingPair } from './overlappingPair.ts'
import { startFromRarity } from './startFromRarity.ts'
import { batchesOf, trainEncoder } from './trainEncoder.ts'

describe('Encoder', () => {
  it('has the gradients of its loss', () => {
    const encoder = new Encoder({ tokens: 8, width: 4 }, new Random(1))
    encoder.embedding.weight.initialize(new Random(2), 1)
    const needs = [
      [2, 4, 5, 3],
      [2, 6, 3],
    ]
    const offers = [
      [2, 5, 7, 3],
      [2, 6, 4, 0, 1, 3],
    ]
    const embed = (texts: number[][]) => texts.map((ids) => encoder.embed(ids))
    const measure = () =>
      contrastiveLoss(
        embed(needs).map(({ vector }) => vector),
        embed(offers).map(({ vector }) => vector),
        0.5,
      )
    const { needGradients, offerGradients } = measure()
    needs.forEach((ids, i) => {
      encoder.backward(ids, encoder.embed(ids), needGradients[i] as Float64Array)
    })
    offers.forEach((ids, i) => {
      encoder.backward(ids, encoder.embed(ids), offerGradients[i] as Float64Array)
    })
    expectGradients(encoder.parameters, () => measure().loss)
  })

  it('learns the same numbers from the same texts and seed', () => {
    const texts = trainingTexts()
    const train = (seed: number) => {
      const settings = {
        ...encoderSettings,
        vocabulary: 200,
        minimumCount: 5,
        width: 8,
        epochs: 2,
        templatePairsPerEpoch: 40,
        overlapsPerEpoch: 20,
        seed,
      }
      const { tokenizer, encoder } = trainEncoder({ ...texts, pairs: texts.pairs.slice(0, 40) }, settings)
      return encoderFiles(tokenizer, encoder).map(({ bytes }) => Buffer.from(bytes).toString('base64'))
    }
    const first = train(1)
    expect(train(1)).toEqual(first)
    expect(train(2)).not.toEqual(first)
  })
})

describe('batchesOf', () => {
  it('keeps every example and never repeats a subject in a batch', () => {
    const examples = ['a', 'a', 'b', 'c', 'a', 'd'].map((subject) => ({ subject }))
    const batches = batchesOf(examples, 2)
    expect(batches.flat()).toHaveLength(examples.length)
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(2)
      expect(new Set(batch.map(({ subject }) => subject)).size).toBe(batch.length)
    }
  })
})

describe('what the encoder starts from', () => {
  const texts = ['need bread', 'need soup', 'need nails', 'need a ladder']
  const tokenizer = new WordPiece(trainVocabulary(texts, 400, 1), 128)

  it('gives words of every text shorter vectors than words of one', () => {
    const encoder = new Encoder({ tokens: tokenizer.vocabulary.length, width: 64 }, new Random(1))
    startFromRarity(encoder.embedding, tokenizer, texts)
    const length = (word: string) => {
      const id = tokenizer.encode(word)[1] as number
      return Math.hypot(...encoder.embedding.weight.value.subarray(id * 64, (id + 1) * 64))
    }
    expect(length('bread')).toBeGreaterThan(3 * length('need'))
    expect(length('need')).toBeGreaterThan(0)
  })

  it('shows pairs that share words', () => {
    const { need, offer } = overlappingPair(trainingTexts().words, new Random(4))
    const offered = new Set(offer.split(' '))
    expect(need.split(' ').filter((word) => offered.has(word)).length).toBeGreaterThanOrEqual(1)
    expect(need).not.toBe(offer)
  })
})

describe('the exported encoder', () => {
  const texts = trainingTexts()
    .messages.slice(0, 40)
    .map(({ text }) => text)
  const tokenizer = new WordPiece(trainVocabulary(texts, 400, 1), 128)
  const encoder = new Encoder({ tokens: tokenizer.vocabulary.length, width: 16 }, new Random(5))
  const models = mkdtempSync(join(tmpdir(), 'commonweal-encoder-'))
  beforeAll(() => writeBundle(join(models, 'tiny'), encoderFiles(tokenizer, encoder)))
  afterAll(() => rmSync(models, { recursive: true }))

  const largestError = async (dtype: 'fp32' | 'q8', batches: string[][]) => {
    const embed = await loadPipeline('feature-extraction', models, 'tiny', dtype)
    let largest = 0
    for (const batch of batches) {
      const rows = (await embed(batch, { pooling: 'mean', normalize: true })).tolist() as number[][]
      batch.forEach((text, row) => {
        encoder.embed(tokenizer.encode(text)).vector.forEach((x, i) => {
          largest = Math.max(largest, Math.abs(x - (rows[row]?.[i] as number)))
        })
      })
    }
    await embed.dispose()
    return largest
  }

  it('answers as the trainer does, one by one and padded in a batch', async () => {
    expect(
      await largestError(
        'fp32',
        [...texts, '', 'word '.repeat(300)].map((text) => [text]),
      ),
    ).toBeLessThan(1e-5)
    expect(await largestError('fp32', [['', 'bread', ...texts]])).toBeLessThan(1e-5)
  })

  it('answers nearly so with quantised weights', async () => {
    const error = await largestError(
      'q8',
      texts.map((text) => [text]),
    )
    expect(error).toBeGreaterThan(0)
    expect(error).toBeLessThan(0.02)
  })
})
