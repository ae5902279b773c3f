import type { RoundJson } from '../src/matching/roundSchema.ts'
import file from './vectors/matching.json' with { type: 'json' }

/** A round and what it comes to, amounts as decimal digits, with where that is from. */
export type MatchingVector = {
  name: string
  source: string
  round: RoundJson
  answer: { match: Record<string, string>; pairSum: Record<string, string>; lambda: string; dust: string }
}

// The type of the file is a union with every key optional.
export const matchingVectors = file.vectors as unknown as MatchingVector[]
