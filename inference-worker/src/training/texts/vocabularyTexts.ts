import type { Concept, Templates } from './readConcepts.ts'
import type { Message } from './readTexts.ts'
import type { Words } from './readWords.ts'

/** Everything written for training, once, for the tokenizer to learn its pieces from. */
export function vocabularyTexts({
  messages,
  concepts,
  templates,
  words,
}: {
  messages: readonly Message[]
  concepts: readonly Concept[]
  templates: Templates
  words: Words
}): string[] {
  const sentences = Object.values(templates).flatMap((byLanguage) => Object.values(byLanguage).flat())
  return [
    ...messages.map(({ text }) => text),
    ...concepts.flatMap(({ forms }) => [...forms.en, ...forms.es]),
    ...Object.values(words).flatMap(({ en, es }) => [...en, ...es]),
    ...sentences.map((sentence) => sentence.replace('{x}', '')),
  ]
}
