import type { Message } from '../texts/readTexts.ts'
import { trainingTexts } from '../texts/trainingTexts.ts'

/** What naive Bayes learns from: all that the model learns from, each form and word once. */
export function naiveBayesTexts(): Message[] {
  const { messages, concepts, words } = trainingTexts()
  const languages = ['en', 'es'] as const
  return [
    ...messages,
    ...concepts.flatMap(({ label, forms }) =>
      languages.flatMap((language) => forms[language].map((text) => ({ text, label, language }))),
    ),
    ...Object.entries(words).flatMap(([label, lists]) =>
      languages.flatMap((language) =>
        lists[language].map((text) => ({ text, label: label as Message['label'], language })),
      ),
    ),
  ]
}
