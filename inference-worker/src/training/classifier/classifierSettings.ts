/** Chosen on validation.txt; test.txt had no part in it. */
export const classifierSettings = {
  seed: 20250,
  vocabulary: 3000,
  minimumCount: 2,
  maxTokens: 128,
  width: 64,
  mixerHidden: 64,
  headHidden: 64,
  epochs: 24,
  templatesPerEpoch: 1200,
  batch: 16,
  rate: 0.003,
  decay: 0.01,
  smoothing: 0.1,
  pieceDrop: 0.1,
  tokenDrop: 0.15,
  unitDrop: 0.2,
}

export type ClassifierSettings = typeof classifierSettings
