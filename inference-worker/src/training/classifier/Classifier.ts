import { crossEntropy } from '../layers/crossEntropy.ts'
import { Dense } from '../layers/Dense.ts'
import { Embedding } from '../layers/Embedding.ts'
import { meanPool, meanPoolBackward } from '../layers/meanPool.ts'
import type { Parameter } from '../layers/Parameter.ts'
import { tanh, tanhBackward } from '../layers/tanh.ts'
import type { Random } from '../random/Random.ts'

/** Sizes of a {@link Classifier}. */
export interface ClassifierShape {
  tokens: number
  width: number
  hidden: number
  labels: number
}

/** One vector a token, mean over tokens, one hidden layer, one number a label. Word order plays no part. */
export class Classifier {
  readonly width: number
  readonly embedding: Embedding
  readonly hidden: Dense
  readonly scores: Dense

  constructor({ tokens, width, hidden, labels }: ClassifierShape, random: Random) {
    this.width = width
    this.embedding = new Embedding('embedding', tokens, width, random)
    this.hidden = new Dense('hidden', width, hidden, random)
    this.scores = new Dense('scores', hidden, labels, random)
  }

  get parameters(): Parameter[] {
    return [...this.embedding.parameters, ...this.hidden.parameters, ...this.scores.parameters]
  }

  /** @returns One logit a label. */
  forward(ids: readonly number[]): Float64Array {
    const pooled = meanPool(this.embedding.forward(ids), this.width)
    return this.scores.forward(tanh(this.hidden.forward(pooled)))
  }

  /**
   * Adds the gradient of one example to the parameters.
   *
   * @param smoothing See `crossEntropy`.
   * @param kept For each number of the hidden layer, 0 to drop it or what to multiply it by.
   * @returns The loss in nats.
   */
  learn(ids: readonly number[], label: number, smoothing: number, kept: Float64Array): number {
    const pooled = meanPool(this.embedding.forward(ids), this.width)
    const hidden = tanh(this.hidden.forward(pooled))
    const thinned = hidden.map((x, i) => x * (kept[i] as number))
    const { loss, gradient } = crossEntropy(this.scores.forward(thinned), label, smoothing)
    const dThinned = this.scores.backward(thinned, gradient)
    const dHidden = tanhBackward(
      hidden,
      dThinned.map((d, i) => d * (kept[i] as number)),
    )
    const dPooled = this.hidden.backward(pooled, dHidden)
    this.embedding.backward(ids, meanPoolBackward(dPooled, ids.length))
    return loss
  }
}
