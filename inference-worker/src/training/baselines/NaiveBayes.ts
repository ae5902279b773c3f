import { type Label, labels } from '../texts/labels.ts'
import type { Message } from '../texts/readTexts.ts'
import { normalizeText } from '../tokenizer/normalizeText.ts'
import { splitWords } from '../tokenizer/splitWords.ts'

/**
 * Multinomial naive Bayes over whole words: what counting alone can do with the same texts. Words it has never seen
 * say nothing.
 */
export class NaiveBayes {
  readonly #wordCounts = new Map<string, Float64Array>()
  readonly #totals = new Float64Array(labels.length)
  readonly #priors = new Float64Array(labels.length)
  readonly #smoothing: number

  /** @param smoothing Added to each count (Lidstone). */
  constructor(messages: readonly Message[], smoothing: number) {
    this.#smoothing = smoothing
    for (const { text, label } of messages) {
      const index = labels.indexOf(label)
      this.#priors[index] = (this.#priors[index] as number) + 1
      for (const word of splitWords(normalizeText(text))) {
        const counts = this.#wordCounts.get(word) ?? new Float64Array(labels.length)
        counts[index] = (counts[index] as number) + 1
        this.#totals[index] = (this.#totals[index] as number) + 1
        this.#wordCounts.set(word, counts)
      }
    }
  }

  classify(text: string): Label {
    const scores = this.#priors.map((prior) => Math.log(prior))
    const vocabulary = this.#wordCounts.size
    for (const word of splitWords(normalizeText(text))) {
      const counts = this.#wordCounts.get(word)
      if (counts === undefined) continue
      for (let i = 0; i < labels.length; i++) {
        scores[i] =
          (scores[i] as number) +
          Math.log(
            ((counts[i] as number) + this.#smoothing) /
              ((this.#totals[i] as number) + this.#smoothing * vocabulary),
          )
      }
    }
    return labels[scores.indexOf(Math.max(...scores))] as Label
  }
}
