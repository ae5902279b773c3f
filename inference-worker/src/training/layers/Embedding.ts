import type { Random } from '../random/Random.ts'
import { Parameter } from './Parameter.ts'

/** A row of learned numbers for each token. */
export class Embedding {
  readonly weight: Parameter

  constructor(name: string, tokens: number, width: number, random: Random) {
    this.weight = new Parameter(`${name}.weight`, tokens, width).initialize(random, 0.1)
  }

  get parameters(): Parameter[] {
    return [this.weight]
  }

  forward(ids: readonly number[]): Float64Array {
    const { columns: width, value } = this.weight
    const output = new Float64Array(ids.length * width)
    ids.forEach((id, position) => {
      output.set(value.subarray(id * width, (id + 1) * width), position * width)
    })
    return output
  }

  backward(ids: readonly number[], dy: Float64Array): void {
    const { columns: width, gradient } = this.weight
    ids.forEach((id, position) => {
      for (let i = 0; i < width; i++) {
        gradient[id * width + i] = (gradient[id * width + i] as number) + (dy[position * width + i] as number)
      }
    })
  }
}
