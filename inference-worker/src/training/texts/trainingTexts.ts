import { type Concept, readConcepts, readTemplates, type Templates } from './readConcepts.ts'
import { type Message, type Pair, readTexts } from './readTexts.ts'
import { readWords, type Words } from './readWords.ts'

/** Everything there is to learn from. */
export interface TrainingTexts {
  messages: readonly Message[]
  pairs: readonly Pair[]
  concepts: readonly Concept[]
  templates: Templates
  words: Words
}

/** Reads all that was written for training, and nothing of what was written for choosing or examining. */
export function trainingTexts(): TrainingTexts {
  return {
    ...readTexts('training'),
    concepts: readConcepts(),
    templates: readTemplates(),
    words: readWords(),
  }
}
