import type { Random } from '../random/Random.ts'
import { Parameter } from './Parameter.ts'

/** y = x W + b, for each row of x. */
export class Dense {
  readonly weight: Parameter
  readonly bias: Parameter

  constructor(name: string, inputs: number, outputs: number, random: Random, gain = 1) {
    this.weight = new Parameter(`${name}.weight`, inputs, outputs).initialize(
      random,
      gain / Math.sqrt(inputs),
    )
    this.bias = new Parameter(`${name}.bias`, 1, outputs)
  }

  get parameters(): Parameter[] {
    return [this.weight, this.bias]
  }

  /** @param x Rows of `inputs` numbers. @returns Rows of `outputs` numbers. */
  forward(x: Float64Array): Float64Array {
    const { rows: inputs, columns: outputs, value } = this.weight
    const rows = x.length / inputs
    const y = new Float64Array(rows * outputs)
    for (let row = 0; row < rows; row++) {
      const from = row * inputs
      const to = row * outputs
      for (let j = 0; j < outputs; j++) y[to + j] = this.bias.value[j] as number
      for (let i = 0; i < inputs; i++) {
        const factor = x[from + i] as number
        if (factor === 0) continue
        const weights = i * outputs
        for (let j = 0; j < outputs; j++) {
          y[to + j] = (y[to + j] as number) + factor * (value[weights + j] as number)
        }
      }
    }
    return y
  }

  /** Adds to the parameters' gradients and returns the gradient of x. */
  backward(x: Float64Array, dy: Float64Array): Float64Array {
    const { rows: inputs, columns: outputs, value, gradient } = this.weight
    const rows = x.length / inputs
    const dx = new Float64Array(x.length)
    for (let row = 0; row < rows; row++) {
      const from = row * inputs
      const to = row * outputs
      for (let j = 0; j < outputs; j++) {
        this.bias.gradient[j] = (this.bias.gradient[j] as number) + (dy[to + j] as number)
      }
      for (let i = 0; i < inputs; i++) {
        const factor = x[from + i] as number
        const weights = i * outputs
        let sum = 0
        for (let j = 0; j < outputs; j++) {
          const d = dy[to + j] as number
          sum += d * (value[weights + j] as number)
          gradient[weights + j] = (gradient[weights + j] as number) + factor * d
        }
        dx[from + i] = sum
      }
    }
    return dx
  }
}
