import { Adam } from '../layers/Adam.ts'
import { Random } from '../random/Random.ts'
import { fillTemplate } from '../texts/fillTemplate.ts'
import { labels } from '../texts/labels.ts'
import { mixWords } from '../texts/mixWords.ts'
import type { Language, Message } from '../texts/readTexts.ts'
import type { TrainingTexts } from '../texts/trainingTexts.ts'
import { vocabularyTexts } from '../texts/vocabularyTexts.ts'
import { dropTokens } from '../tokenizer/dropTokens.ts'
import { trainVocabulary } from '../tokenizer/trainVocabulary.ts'
import { WordPiece } from '../tokenizer/WordPiece.ts'
import { Classifier } from './Classifier.ts'
import type { ClassifierSettings } from './classifierSettings.ts'

/** Trains tokenizer and classifier. The same settings and texts give the same numbers, bit for bit. */
export function trainClassifier(
  texts: TrainingTexts,
  settings: ClassifierSettings,
): { tokenizer: WordPiece; classifier: Classifier } {
  const { concepts, templates, words } = texts
  // A text of nothing is about nothing.
  const messages: Message[] = [...texts.messages, { text: '', label: 'other', language: 'en' }]
  const random = new Random(settings.seed)
  const vocabulary = trainVocabulary(vocabularyTexts(texts), settings.vocabulary, settings.minimumCount)
  const tokenizer = new WordPiece(vocabulary, settings.maxTokens)
  const classifier = new Classifier({ ...settings, tokens: vocabulary.length, labels: labels.length }, random)
  const adam = new Adam(classifier.parameters, settings.decay)
  const stepsPerEpoch = Math.ceil(
    (messages.length + settings.templatesPerEpoch + settings.wordsPerEpoch) / settings.batch,
  )
  const steps = stepsPerEpoch * settings.epochs
  let step = 0
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const expanded = Array.from({ length: settings.templatesPerEpoch }, () =>
      fillTemplate(
        random.pick(concepts),
        random.uniform() < 0.6 ? 'need' : 'offer',
        random.pick<Language>(['en', 'es']),
        templates,
        random,
      ),
    )
    const mixed = Array.from({ length: settings.wordsPerEpoch }, () =>
      mixWords(random.pick(labels), random.pick<Language>(['en', 'es']), words, random),
    )
    const examples = random.shuffle([...messages, ...expanded, ...mixed])
    for (let start = 0; start < examples.length; start += settings.batch) {
      const batch = examples.slice(start, start + settings.batch)
      for (const { text, label } of batch) {
        const ids = dropTokens(
          tokenizer.encodeNoisily(text, settings.pieceDrop, random),
          settings.tokenDrop,
          random,
        )
        const kept = Float64Array.from({ length: settings.hidden }, () =>
          random.uniform() < settings.unitDrop ? 0 : 1 / (1 - settings.unitDrop),
        )
        classifier.learn(ids, labels.indexOf(label), settings.smoothing, kept)
      }
      for (const { gradient } of classifier.parameters) {
        for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] as number) / batch.length
      }
      // Warm up over the first twentieth, then straight down to nothing.
      const progress = step++ / steps
      adam.step(settings.rate * Math.min(progress * 20, (1 - progress) / 0.95))
    }
  }
  return { tokenizer, classifier }
}
