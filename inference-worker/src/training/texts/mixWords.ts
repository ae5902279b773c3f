import type { Random } from '../random/Random.ts'
import type { Label } from './labels.ts'
import type { Language, Message } from './readTexts.ts'
import type { Words } from './readWords.ts'

/** One to four words of a label, in no order: not a sentence, but it teaches where the words belong. */
export function mixWords(label: Label, language: Language, words: Words, random: Random): Message {
  const count = 1 + random.below(4)
  const text = Array.from({ length: count }, () => random.pick(words[label][language])).join(' ')
  return { text, label, language }
}
