import type { Random } from '../random/Random.ts'
import { Embedding } from './Embedding.ts'
import { type MixerPass, NeighbourMixer } from './NeighbourMixer.ts'
import type { Parameter } from './Parameter.ts'

/** What both models have in common: token ids in, one vector a token out. */
export class Trunk {
  readonly embedding: Embedding
  readonly mixer: NeighbourMixer
  readonly width: number

  constructor(tokens: number, width: number, hidden: number, random: Random) {
    this.width = width
    this.embedding = new Embedding('embedding', tokens, width, random)
    this.mixer = new NeighbourMixer('mixer', width, hidden, random)
  }

  get parameters(): Parameter[] {
    return [...this.embedding.parameters, ...this.mixer.parameters]
  }

  forward(ids: readonly number[]): MixerPass {
    return this.mixer.forward(this.embedding.forward(ids))
  }

  backward(ids: readonly number[], pass: MixerPass, dy: Float64Array): void {
    this.embedding.backward(ids, this.mixer.backward(pass, dy))
  }
}
