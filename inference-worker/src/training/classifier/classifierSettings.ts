/** Chosen on validation.txt; test.txt had no part in it. */
export const classifierSettings = {
  seed: 20250,
  vocabulary: 6000,
  minimumCount: 1,
  maxTokens: 128,
  width: 64,
  hidden: 64,
  epochs: 20,
  templatesPerEpoch: 1200,
  wordsPerEpoch: 800,
  batch: 16,
  rate: 0.003,
  decay: 0.01,
  smoothing: 0.1,
  pieceDrop: 0.1,
  tokenDrop: 0.15,
  unitDrop: 0.2,
}

export type ClassifierSettings = typeof classifierSettings
