import { Embedding } from '../layers/Embedding.ts'
import { meanPool, meanPoolBackward } from '../layers/meanPool.ts'
import type { Parameter } from '../layers/Parameter.ts'
import { unitLength, unitLengthBackward } from '../layers/unitLength.ts'
import type { Random } from '../random/Random.ts'

/** Sizes of an {@link Encoder}. */
export interface EncoderShape {
  tokens: number
  width: number
}

/** What {@link Encoder.embed} keeps for the way back. */
export interface EncoderPass {
  /** Of length 1. */
  vector: Float64Array
  pooled: Float64Array
}

/**
 * One vector a token, mean over tokens, scaled to length 1. The last two steps are the pipeline's, not the graph's.
 * Word order plays no part.
 */
export class Encoder {
  readonly embedding: Embedding
  readonly width: number

  constructor({ tokens, width }: EncoderShape, random: Random) {
    this.width = width
    this.embedding = new Embedding('embedding', tokens, width, random)
  }

  get parameters(): Parameter[] {
    return this.embedding.parameters
  }

  embed(ids: readonly number[]): EncoderPass {
    const pooled = meanPool(this.embedding.forward(ids), this.width)
    return { vector: unitLength(pooled), pooled }
  }

  /** Adds to the parameters' gradients. */
  backward(ids: readonly number[], { pooled }: EncoderPass, dVector: Float64Array): void {
    this.embedding.backward(ids, meanPoolBackward(unitLengthBackward(pooled, dVector), ids.length))
  }
}
