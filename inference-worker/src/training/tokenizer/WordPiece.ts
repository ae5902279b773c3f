import type { Random } from '../random/Random.ts'
import { normalizeText } from './normalizeText.ts'
import { continuation, endId, specialTokens, startId, unknownId } from './specialTokens.ts'
import { splitWords } from './splitWords.ts'

const special = new RegExp(`(${specialTokens.map((token) => token.replace(/[[\]]/g, '\\$&')).join('|')})`)

/** Turns text into token ids: `[CLS]`, the longest pieces the vocabulary has, `[SEP]`. */
export class WordPiece {
  /** Code points of a word beyond which it is unknown. */
  static readonly maxWordLength = 100

  readonly vocabulary: readonly string[]
  readonly maxTokens: number
  readonly #ids: ReadonlyMap<string, number>

  /** @param maxTokens Longest result; what is over is cut off at the end, as transformers.js cuts. */
  constructor(vocabulary: readonly string[], maxTokens: number) {
    this.vocabulary = vocabulary
    this.maxTokens = maxTokens
    this.#ids = new Map(vocabulary.map((token, id) => [token, id]))
  }

  encode(text: string): number[] {
    return this.#encode(text, () => false)
  }

  /**
   * As {@link encode}, but passes over a matching piece with probability `drop` and takes a shorter one, so that in
   * training a word is seen cut in many ways (MaxMatch-Dropout, Hiraoka 2022).
   */
  encodeNoisily(text: string, drop: number, random: Random): number[] {
    return this.#encode(text, () => random.uniform() < drop)
  }

  #encode(text: string, skip: () => boolean): number[] {
    const ids = [startId]
    for (const section of text.split(special)) {
      if ((specialTokens as readonly string[]).includes(section)) {
        ids.push(this.#ids.get(section) as number)
        continue
      }
      for (const word of splitWords(normalizeText(section))) ids.push(...this.#encodeWord([...word], skip))
    }
    ids.push(endId)
    return ids.slice(0, this.maxTokens)
  }

  #encodeWord(characters: readonly string[], skip: () => boolean): number[] {
    if (characters.length > WordPiece.maxWordLength) return [unknownId]
    const ids: number[] = []
    for (let start = 0; start < characters.length; ) {
      let found: number | undefined
      let end = characters.length
      for (; end > start; end--) {
        const piece = (start > 0 ? continuation : '') + characters.slice(start, end).join('')
        found = this.#ids.get(piece)
        if (found !== undefined && !(end - start > 1 && skip())) break
      }
      if (found === undefined || end === start) return [unknownId]
      ids.push(found)
      start = end
    }
    return ids
  }
}
