import { normalizeText } from './normalizeText.ts'
import { continuation, specialTokens } from './specialTokens.ts'
import { splitWords } from './splitWords.ts'

const alphabet = [...'abcdefghijklmnopqrstuvwxyz0123456789']
const marks = [...'!"#$%&\'()*+,-./:;<=>?@[]_|¡¿…’“”—–€£']

/**
 * Learns WordPiece's vocabulary by merging the most frequent neighbours, as the Hugging Face trainer does; equal
 * counts go to the pair that sorts first, so that the result does not depend on the order of the texts.
 *
 * @param size Most tokens, special ones included.
 * @param minimumCount Pairs seen less often are not merged.
 * @returns The tokens; the index is the id.
 */
export function trainVocabulary(texts: readonly string[], size: number, minimumCount: number): string[] {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const word of splitWords(normalizeText(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const words = [...counts.keys()].sort().map((word) => ({
    pieces: [...word].map((character, index) => (index === 0 ? character : continuation + character)),
    count: counts.get(word) as number,
  }))
  const vocabulary = new Set<string>(specialTokens)
  for (const character of alphabet) vocabulary.add(character)
  for (const character of alphabet) vocabulary.add(continuation + character)
  for (const mark of marks) vocabulary.add(mark)

  while (vocabulary.size < size) {
    const pairs = new Map<string, number>()
    for (const { pieces, count } of words) {
      for (let i = 0; i + 1 < pieces.length; i++) {
        const pair = `${pieces[i]} ${pieces[i + 1]}`
        pairs.set(pair, (pairs.get(pair) ?? 0) + count)
      }
    }
    let best = ''
    let bestCount = 0
    for (const [pair, count] of pairs) {
      if (count > bestCount || (count === bestCount && pair < best)) {
        best = pair
        bestCount = count
      }
    }
    if (bestCount < minimumCount) break
    const [left, right] = best.split(' ') as [string, string]
    const merged = left + right.slice(continuation.length)
    vocabulary.add(merged)
    for (const word of words) {
      const { pieces } = word
      for (let i = 0; i + 1 < pieces.length; i++) {
        if (pieces[i] === left && pieces[i + 1] === right) pieces.splice(i, 2, merged)
      }
    }
  }
  return [...vocabulary]
}
