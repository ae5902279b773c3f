import { normalizeText } from '../tokenizer/normalizeText.ts'
import { splitWords } from '../tokenizer/splitWords.ts'

/** Cosine between bags of words, rare words weighing more (TF-IDF): finds what uses the same words, nothing else. */
export class WordCosine {
  readonly #documentCounts = new Map<string, number>()
  readonly #documents: number

  /** @param texts Texts to learn from which words are rare. */
  constructor(texts: readonly string[]) {
    this.#documents = texts.length
    for (const text of texts) {
      for (const word of new Set(splitWords(normalizeText(text)))) {
        this.#documentCounts.set(word, (this.#documentCounts.get(word) ?? 0) + 1)
      }
    }
  }

  similarity(left: string, right: string): number {
    const a = this.#weights(left)
    const b = this.#weights(right)
    let product = 0
    for (const [word, weight] of a) product += weight * (b.get(word) ?? 0)
    return product === 0 ? 0 : product / (length(a) * length(b))
  }

  #weights(text: string): Map<string, number> {
    const weights = new Map<string, number>()
    for (const word of splitWords(normalizeText(text))) {
      const rarity = Math.log((1 + this.#documents) / (1 + (this.#documentCounts.get(word) ?? 0))) + 1
      weights.set(word, (weights.get(word) ?? 0) + rarity)
    }
    return weights
  }
}

function length(weights: Map<string, number>): number {
  let squares = 0
  for (const weight of weights.values()) squares += weight * weight
  return Math.sqrt(squares)
}
