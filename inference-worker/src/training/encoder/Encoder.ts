import { meanPool, meanPoolBackward } from '../layers/meanPool.ts'
import type { MixerPass } from '../layers/NeighbourMixer.ts'
import type { Parameter } from '../layers/Parameter.ts'
import { Trunk } from '../layers/Trunk.ts'
import { unitLength, unitLengthBackward } from '../layers/unitLength.ts'
import type { Random } from '../random/Random.ts'

/** Sizes of an {@link Encoder}. */
export interface EncoderShape {
  tokens: number
  width: number
  mixerHidden: number
}

/** What {@link Encoder.embed} keeps for the way back. */
export interface EncoderPass {
  vector: Float64Array
  pooled: Float64Array
  trunk: MixerPass
}

/** Trunk, mean over tokens, scaled to length 1. The last two steps are the pipeline's, not the graph's. */
export class Encoder {
  readonly trunk: Trunk

  constructor({ tokens, width, mixerHidden }: EncoderShape, random: Random) {
    this.trunk = new Trunk(tokens, width, mixerHidden, random)
  }

  get parameters(): Parameter[] {
    return this.trunk.parameters
  }

  /** @returns The sentence's vector of length 1, with what {@link backward} needs. */
  embed(ids: readonly number[]): EncoderPass {
    const trunk = this.trunk.forward(ids)
    const pooled = meanPool(trunk.output, this.trunk.width)
    return { vector: unitLength(pooled), pooled, trunk }
  }

  /** Adds to the parameters' gradients. */
  backward(ids: readonly number[], pass: EncoderPass, dVector: Float64Array): void {
    const dPooled = unitLengthBackward(pass.pooled, dVector)
    this.trunk.backward(ids, pass.trunk, meanPoolBackward(dPooled, ids.length))
  }
}
