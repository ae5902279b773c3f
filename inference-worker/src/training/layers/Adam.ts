import type { Parameter } from './Parameter.ts'

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
export class Adam {
  readonly #states: { parameter: Parameter; mean: Float64Array; square: Float64Array }[]
  readonly #decay: number
  #step = 0

  constructor(parameters: readonly Parameter[], decay: number) {
    this.#decay = decay
    this.#states = parameters.map((parameter) => ({
      parameter,
      mean: new Float64Array(parameter.value.length),
      square: new Float64Array(parameter.value.length),
    }))
  }

  /** Moves every parameter against its gradient and clears the gradient. */
  step(rate: number): void {
    this.#step++
    const meanCorrection = 1 - 0.9 ** this.#step
    const squareCorrection = 1 - 0.999 ** this.#step
    for (const { parameter, mean, square } of this.#states) {
      const { value, gradient } = parameter
      for (let i = 0; i < value.length; i++) {
        const g = gradient[i] as number
        const m = 0.9 * (mean[i] as number) + 0.1 * g
        const s = 0.999 * (square[i] as number) + 0.001 * g * g
        mean[i] = m
        square[i] = s
        const old = value[i] as number
        value[i] =
          old - rate * (m / meanCorrection / (Math.sqrt(s / squareCorrection) + 1e-8) + this.#decay * old)
        gradient[i] = 0
      }
    }
  }
}
