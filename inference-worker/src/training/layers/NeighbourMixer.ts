import type { Random } from '../random/Random.ts'
import { Dense } from './Dense.ts'
import type { Parameter } from './Parameter.ts'
import { tanh, tanhBackward } from './tanh.ts'

/** What {@link NeighbourMixer.forward} keeps for the way back. */
export interface MixerPass {
  output: Float64Array
  windows: Float64Array
  hidden: Float64Array
}

/**
 * Lets each token see the one before and the one after it: h = e + tanh([e₋₁ e e₊₁] A + a) B + b. Beyond either end
 * stand zeros. It is a convolution of width three with a residual connection.
 */
export class NeighbourMixer {
  readonly width: number
  readonly gather: Dense
  readonly spread: Dense

  constructor(name: string, width: number, hidden: number, random: Random) {
    this.width = width
    this.gather = new Dense(`${name}.gather`, 3 * width, hidden, random)
    this.spread = new Dense(`${name}.spread`, hidden, width, random, 0.3)
  }

  get parameters(): Parameter[] {
    return [...this.gather.parameters, ...this.spread.parameters]
  }

  /** @param tokens One row of `width` numbers a token. */
  forward(tokens: Float64Array): MixerPass {
    const { width } = this
    const length = tokens.length / width
    const windows = new Float64Array(3 * tokens.length)
    for (let position = 0; position < length; position++) {
      for (let offset = -1; offset <= 1; offset++) {
        const neighbour = position + offset
        if (neighbour < 0 || neighbour >= length) continue
        windows.set(
          tokens.subarray(neighbour * width, (neighbour + 1) * width),
          (3 * position + offset + 1) * width,
        )
      }
    }
    const hidden = tanh(this.gather.forward(windows))
    const output = this.spread.forward(hidden)
    for (let i = 0; i < output.length; i++) output[i] = (output[i] as number) + (tokens[i] as number)
    return { output, windows, hidden }
  }

  /** Adds to the parameters' gradients and returns the gradient of the tokens. */
  backward({ windows, hidden }: MixerPass, dy: Float64Array): Float64Array {
    const { width } = this
    const length = dy.length / width
    const dHidden = this.spread.backward(hidden, dy)
    const dWindows = this.gather.backward(windows, tanhBackward(hidden, dHidden))
    const dx = dy.slice()
    for (let position = 0; position < length; position++) {
      for (let offset = -1; offset <= 1; offset++) {
        const neighbour = position + offset
        if (neighbour < 0 || neighbour >= length) continue
        const from = (3 * position + offset + 1) * width
        for (let i = 0; i < width; i++) {
          dx[neighbour * width + i] = (dx[neighbour * width + i] as number) + (dWindows[from + i] as number)
        }
      }
    }
    return dx
  }
}
