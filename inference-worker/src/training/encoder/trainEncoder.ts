import { Adam } from '../layers/Adam.ts'
import { contrastiveLoss } from '../layers/contrastiveLoss.ts'
import { Random } from '../random/Random.ts'
import { fillTemplate } from '../texts/fillTemplate.ts'
import { labels } from '../texts/labels.ts'
import { mixWords } from '../texts/mixWords.ts'
import type { Language } from '../texts/readTexts.ts'
import type { TrainingTexts } from '../texts/trainingTexts.ts'
import { vocabularyTexts } from '../texts/vocabularyTexts.ts'
import { dropTokens } from '../tokenizer/dropTokens.ts'
import { trainVocabulary } from '../tokenizer/trainVocabulary.ts'
import { WordPiece } from '../tokenizer/WordPiece.ts'
import { Encoder } from './Encoder.ts'
import type { EncoderSettings } from './encoderSettings.ts'
import { overlappingPair } from './overlappingPair.ts'
import { startFromRarity } from './startFromRarity.ts'

interface Example {
  need: string
  offer: string
  /** Two pairs of a batch never share this: one would be a wrong answer for the other while being right. */
  subject: string
}

/** Trains tokenizer and encoder. The same settings and texts give the same numbers, bit for bit. */
export function trainEncoder(
  texts: TrainingTexts,
  settings: EncoderSettings,
): { tokenizer: WordPiece; encoder: Encoder } {
  const { pairs, concepts, templates } = texts
  const random = new Random(settings.seed)
  const vocabulary = trainVocabulary(vocabularyTexts(texts), settings.vocabulary, settings.minimumCount)
  const tokenizer = new WordPiece(vocabulary, settings.maxTokens)
  const encoder = new Encoder({ ...settings, tokens: vocabulary.length }, random)
  startFromRarity(
    encoder.embedding,
    tokenizer,
    texts.messages.map(({ text }) => text),
  )
  const adam = new Adam(encoder.parameters, settings.decay)

  const examplesOfEpoch = (): Example[] => {
    const written = pairs.map(({ need, offer }, index) => ({
      need: need.text,
      offer: offer.text,
      subject: `pair ${index}`,
    }))
    const expanded = Array.from({ length: settings.templatePairsPerEpoch }, () => {
      const index = random.below(concepts.length)
      const concept = concepts[index] as (typeof concepts)[number]
      const language = random.pick<Language>(['en', 'es'])
      const other: Language = language === 'en' ? 'es' : 'en'
      const answered = random.uniform() < settings.crossing ? other : language
      return {
        need: fillTemplate(concept, 'need', language, templates, random).text,
        offer: fillTemplate(concept, 'offer', answered, templates, random).text,
        subject: `concept ${index}`,
      }
    })
    const overlapping = Array.from({ length: settings.overlapsPerEpoch }, (_, index) => ({
      ...overlappingPair(texts.words, random),
      subject: `overlap ${index}`,
    }))
    return random.shuffle([...written, ...expanded, ...overlapping])
  }
  const wordBatches = (): Example[][] =>
    Array.from({ length: settings.wordBatchesPerEpoch }, () =>
      labels.map((label) => {
        const words = () => mixWords(label, random.pick<Language>(['en', 'es']), texts.words, random).text
        return { need: words(), offer: words(), subject: label }
      }),
    )
  const perEpoch = pairs.length + settings.templatePairsPerEpoch + settings.overlapsPerEpoch
  const steps = (Math.ceil(perEpoch / settings.batch) + settings.wordBatchesPerEpoch) * settings.epochs
  let step = 0
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    for (const batch of random.shuffle([...batchesOf(examplesOfEpoch(), settings.batch), ...wordBatches()])) {
      const read = (text: string) => {
        const ids = dropTokens(
          tokenizer.encodeNoisily(text, settings.pieceDrop, random),
          settings.tokenDrop,
          random,
        )
        return { ids, pass: encoder.embed(ids) }
      }
      const needs = batch.map(({ need }) => read(need))
      const offers = batch.map(({ offer }) => read(offer))
      const { needGradients, offerGradients } = contrastiveLoss(
        needs.map(({ pass }) => pass.vector),
        offers.map(({ pass }) => pass.vector),
        settings.temperature,
      )
      needs.forEach(({ ids, pass }, i) => {
        encoder.backward(ids, pass, needGradients[i] as Float64Array)
      })
      offers.forEach(({ ids, pass }, i) => {
        encoder.backward(ids, pass, offerGradients[i] as Float64Array)
      })
      // Warm up over the first twentieth, then straight down to nothing.
      const progress = Math.min(step++ / steps, 1)
      adam.step(settings.rate * Math.min(progress * 20, (1 - progress) / 0.95))
    }
  }
  return { tokenizer, encoder }
}

/** Cuts examples into batches in which no subject is repeated; what does not fit waits for a later batch. */
export function batchesOf<T extends { subject: string }>(examples: readonly T[], size: number): T[][] {
  const batches: { subjects: Set<string>; items: T[] }[] = []
  for (const example of examples) {
    let batch = batches.find(({ subjects, items }) => items.length < size && !subjects.has(example.subject))
    if (batch === undefined) {
      batch = { subjects: new Set(), items: [] }
      batches.push(batch)
    }
    batch.subjects.add(example.subject)
    batch.items.push(example)
  }
  return batches.map(({ items }) => items)
}
