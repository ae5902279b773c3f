import type { Random } from '../random/Random.ts'
import type { Concept, Templates } from './readConcepts.ts'
import type { Language, Message } from './readTexts.ts'

/** A message made of a template and a form of the concept. */
export function fillTemplate(
  concept: Concept,
  kind: 'need' | 'offer',
  language: Language,
  templates: Templates,
  random: Random,
): Message {
  const form = random.pick(concept.forms[language])
  // A function, so that "$" in a form stays a dollar sign.
  const text = random.pick(templates[kind][language]).replace('{x}', () => form)
  return { text, label: concept.label, language }
}
