import { WordCosine } from '../baselines/WordCosine.ts'
import { type Pair, readTexts } from '../texts/readTexts.ts'
import { trainingTexts } from '../texts/trainingTexts.ts'
import { type Dtype, loadPipeline } from './loadPipeline.ts'
import { type RetrievalScores, scoreRetrieval } from './scoreRetrieval.ts'

/** Groups of test pairs; each need is asked among the offers of its group. */
export const pairGroups = {
  English: ({ need, offer }: Pair) => need.language === 'en' && offer.language === 'en',
  Spanish: ({ need, offer }: Pair) => need.language === 'es' && offer.language === 'es',
  'across both': ({ need, offer }: Pair) => need.language !== offer.language,
} as const

export type PairGroup = keyof typeof pairGroups

/** What the encoder's card shows. */
export interface EncoderFigures {
  groups: Record<PairGroup, { model: RetrievalScores; quantized: RetrievalScores; words: RetrievalScores }>
  /** Smallest cosine between a text's vector from the full and from the quantised weights. */
  quantizedCosine: number
}

/** Runs the encoder of a folder through transformers.js over the pairs of test.txt, and the baseline beside it. */
export async function evaluateEncoder(models: string, name: string): Promise<EncoderFigures> {
  const { pairs } = readTexts('test')
  const texts = pairs.flatMap(({ need, offer }) => [need.text, offer.text])
  const embedAll = async (dtype: Dtype): Promise<Map<string, number[]>> => {
    const embed = await loadPipeline('feature-extraction', models, name, dtype)
    const vectors = new Map<string, number[]>()
    for (const text of texts) {
      const { data } = await embed(text, { pooling: 'mean', normalize: true })
      vectors.set(text, Array.from(data as Float32Array))
    }
    await embed.dispose()
    return vectors
  }
  const full = await embedAll('fp32')
  const quantized = await embedAll('q8')
  const words = new WordCosine(trainingTexts().messages.map(({ text }) => text))

  const scores = (group: PairGroup) => {
    const own = pairs.filter(pairGroups[group])
    const score = (similarity: (need: string, offer: string) => number) =>
      scoreRetrieval(own.length, (i, j) =>
        similarity((own[i] as Pair).need.text, (own[j] as Pair).offer.text),
      )
    return {
      model: score((need, offer) => cosine(full.get(need), full.get(offer))),
      quantized: score((need, offer) => cosine(quantized.get(need), quantized.get(offer))),
      words: score((need, offer) => words.similarity(need, offer)),
    }
  }
  return {
    groups: {
      English: scores('English'),
      Spanish: scores('Spanish'),
      'across both': scores('across both'),
    },
    quantizedCosine: Math.min(...texts.map((text) => cosine(full.get(text), quantized.get(text)))),
  }
}

/** Of vectors of length 1. */
function cosine(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)
}
