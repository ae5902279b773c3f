import type { Concept, Templates } from './readConcepts.ts'
import type { Message } from './readTexts.ts'

/** Everything written for training, once, for the tokenizer to learn its pieces from. */
export function vocabularyTexts({
  messages,
  concepts,
  templates,
}: {
  messages: readonly Message[]
  concepts: readonly Concept[]
  templates: Templates
}): string[] {
  const sentences = Object.values(templates).flatMap((byLanguage) => Object.values(byLanguage).flat())
  return [
    ...messages.map(({ text }) => text),
    ...concepts.flatMap(({ forms }) => [...forms.en, ...forms.es]),
    ...sentences.map((sentence) => sentence.replace('{x}', '')),
  ]
}
