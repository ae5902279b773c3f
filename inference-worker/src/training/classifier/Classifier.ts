import { crossEntropy } from '../layers/crossEntropy.ts'
import { Dense } from '../layers/Dense.ts'
import { meanPool, meanPoolBackward } from '../layers/meanPool.ts'
import type { Parameter } from '../layers/Parameter.ts'
import { Trunk } from '../layers/Trunk.ts'
import { tanh, tanhBackward } from '../layers/tanh.ts'
import type { Random } from '../random/Random.ts'

/** Sizes of a {@link Classifier}. */
export interface ClassifierShape {
  tokens: number
  width: number
  mixerHidden: number
  headHidden: number
  labels: number
}

/** Trunk, mean over tokens, one hidden layer, one number a label. */
export class Classifier {
  readonly trunk: Trunk
  readonly hidden: Dense
  readonly scores: Dense

  constructor({ tokens, width, mixerHidden, headHidden, labels }: ClassifierShape, random: Random) {
    this.trunk = new Trunk(tokens, width, mixerHidden, random)
    this.hidden = new Dense('head.hidden', width, headHidden, random)
    this.scores = new Dense('head.scores', headHidden, labels, random)
  }

  get parameters(): Parameter[] {
    return [...this.trunk.parameters, ...this.hidden.parameters, ...this.scores.parameters]
  }

  /** @returns One logit a label. */
  forward(ids: readonly number[]): Float64Array {
    const pooled = meanPool(this.trunk.forward(ids).output, this.trunk.width)
    return this.scores.forward(tanh(this.hidden.forward(pooled)))
  }

  /**
   * Adds the gradient of one example to the parameters.
   *
   * @param kept For each number of the hidden layer, 0 to drop it or what to multiply it by.
   * @returns The loss in nats.
   */
  learn(ids: readonly number[], label: number, smoothing: number, kept: Float64Array): number {
    const pass = this.trunk.forward(ids)
    const pooled = meanPool(pass.output, this.trunk.width)
    const hidden = tanh(this.hidden.forward(pooled))
    const thinned = hidden.map((x, i) => x * (kept[i] as number))
    const { loss, gradient } = crossEntropy(this.scores.forward(thinned), label, smoothing)
    const dThinned = this.scores.backward(thinned, gradient)
    const dHidden = tanhBackward(
      hidden,
      dThinned.map((d, i) => d * (kept[i] as number)),
    )
    const dPooled = this.hidden.backward(pooled, dHidden)
    this.trunk.backward(ids, pass, meanPoolBackward(dPooled, ids.length))
    return loss
  }
}
