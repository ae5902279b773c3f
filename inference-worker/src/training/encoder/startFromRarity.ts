import type { Embedding } from '../layers/Embedding.ts'
import type { WordPiece } from '../tokenizer/WordPiece.ts'

/**
 * Scales each token's random vector by how rare the token is in the texts, so that before any training the mean over
 * tokens already compares texts by the rare words they share, and marks and filler words weigh next to nothing.
 */
export function startFromRarity(embedding: Embedding, tokenizer: WordPiece, texts: readonly string[]): void {
  const { columns: width, rows, value } = embedding.weight
  const documents = new Float64Array(rows)
  for (const text of texts) {
    for (const id of new Set(tokenizer.encode(text))) documents[id] = (documents[id] as number) + 1
  }
  for (let id = 0; id < rows; id++) {
    const rarity =
      0.05 + Math.log((1 + texts.length) / (1 + (documents[id] as number))) / Math.log(1 + texts.length)
    for (let i = id * width; i < (id + 1) * width; i++) value[i] = (value[i] as number) * rarity
  }
}
