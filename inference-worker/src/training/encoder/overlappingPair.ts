import type { Random } from '../random/Random.ts'
import { labels } from '../texts/labels.ts'
import type { Language } from '../texts/readTexts.ts'
import type { Words } from '../texts/readWords.ts'

/**
 * Two heaps of words that have two in common and are otherwise unrelated: it teaches that sharing a rare word is a
 * reason to be near, whatever the word means. Meaning alone would put all words of a label in one place.
 */
export function overlappingPair(words: Words, random: Random): { need: string; offer: string } {
  const language = random.pick<Language>(['en', 'es'])
  const draw = (count: number) =>
    Array.from({ length: count }, () => random.pick(words[random.pick(labels)][language]))
  const shared = draw(2)
  const heap = () => random.shuffle([...shared, ...draw(1 + random.below(3))]).join(' ')
  return { need: heap(), offer: heap() }
}
