import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tensor } from '@huggingface/transformers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBundle } from '../bundle/writeBundle.ts'
import { loadPipeline } from '../evaluation/loadPipeline.ts'
import { expectGradients } from '../layers/expectGradients.ts'
import { Random } from '../random/Random.ts'
import { labels } from '../texts/labels.ts'
import { trainingTexts } from '../texts/trainingTexts.ts'
import { trainVocabulary } from '../tokenizer/trainVocabulary.ts'
import { WordPiece } from '../tokenizer/WordPiece.ts'
import { Classifier } from './Classifier.ts'
import { classifierFiles } from './classifierFiles.ts'
import { classifierSettings } from './classifierSettings.ts'
import { trainClassifier } from './trainClassifier.ts'

const quick = { ...classifierSettings, vocabulary: 200, minimumCount: 5, width: 8, hidden: 6, epochs: 2 }
const small = { templatesPerEpoch: 40, wordsPerEpoch: 40 }

describe('Classifier', () => {
  it('has the gradients of its loss', () => {
    const classifier = new Classifier({ tokens: 6, width: 4, hidden: 3, labels: 3 }, new Random(1))
    const kept = Float64Array.of(2, 0, 1)
    const learn = () => classifier.learn([2, 4, 5, 4, 3], 1, 0.1, kept)
    learn()
    const copies = classifier.parameters.map(({ gradient }) => gradient.slice())
    // Measuring learns as well: put the gradients back before they are compared.
    const loss = () => {
      const value = learn()
      classifier.parameters.forEach(({ gradient }, i) => {
        gradient.set(copies[i] as Float64Array)
      })
      return value
    }
    expectGradients(classifier.parameters, loss)
  })

  it('learns the same numbers from the same texts and seed, others from another seed', () => {
    const texts = trainingTexts()
    const train = (seed: number) => {
      const { tokenizer, classifier } = trainClassifier(
        { ...texts, messages: texts.messages.slice(0, 60) },
        { ...quick, ...small, seed },
      )
      return classifierFiles(tokenizer, classifier).map(({ bytes }) => Buffer.from(bytes).toString('base64'))
    }
    const first = train(1)
    expect(train(1)).toEqual(first)
    expect(train(2)).not.toEqual(first)
  })
})

describe('the exported classifier', () => {
  const texts = trainingTexts()
    .messages.slice(0, 40)
    .map(({ text }) => text)
  const tokenizer = new WordPiece(trainVocabulary(texts, 400, 1), 128)
  const shape = { tokens: tokenizer.vocabulary.length, width: 16, hidden: 12, labels: labels.length }
  const classifier = new Classifier(shape, new Random(5))
  // Large weights, so that a mistake in the graph moves the logits far.
  for (const { value } of classifier.parameters) {
    value.forEach((x, i) => {
      value[i] = 3 * x
    })
  }
  const models = mkdtempSync(join(tmpdir(), 'commonweal-classifier-'))
  beforeAll(() => writeBundle(join(models, 'tiny'), classifierFiles(tokenizer, classifier)))
  afterAll(() => rmSync(models, { recursive: true }))

  const largestError = async (dtype: 'fp32' | 'q8', batches: string[][]) => {
    const pipeline = await loadPipeline('text-classification', models, 'tiny', dtype)
    let largest = 0
    for (const batch of batches) {
      const { logits } = (await pipeline.model(
        pipeline.tokenizer(batch, { padding: true, truncation: true }),
      )) as { logits: Tensor }
      const rows = logits.tolist() as number[][]
      batch.forEach((text, row) => {
        const own = classifier.forward(tokenizer.encode(text))
        own.forEach((x, i) => {
          largest = Math.max(largest, Math.abs(x - (rows[row]?.[i] as number)))
        })
      })
    }
    await pipeline.dispose()
    return largest
  }

  it('answers as the trainer does, one by one and padded in a batch', async () => {
    const alone = [...texts, '', 'x'.repeat(300), 'word '.repeat(300)].map((text) => [text])
    expect(await largestError('fp32', alone)).toBeLessThan(1e-5)
    expect(await largestError('fp32', [['', 'bread', ...texts]])).toBeLessThan(1e-5)
  })

  it('answers nearly so with quantised weights', async () => {
    const error = await largestError(
      'q8',
      texts.map((text) => [text]),
    )
    expect(error).toBeGreaterThan(0)
    expect(error).toBeLessThan(0.1)
  })
})
