import type { Random } from '../random/Random.ts'
import { endId, startId, unknownId } from './specialTokens.ts'

/** Makes tokens unknown with this probability, so that a model learns not to hang on a single word. */
export function dropTokens(ids: readonly number[], drop: number, random: Random): number[] {
  return ids.map((id) => (id !== startId && id !== endId && random.uniform() < drop ? unknownId : id))
}
