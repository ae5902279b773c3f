/** The mean over tokens. @param tokens One row of `width` numbers a token. */
export function meanPool(tokens: Float64Array, width: number): Float64Array {
  const length = tokens.length / width
  const mean = new Float64Array(width)
  for (let i = 0; i < tokens.length; i++) {
    mean[i % width] = (mean[i % width] as number) + (tokens[i] as number) / length
  }
  return mean
}

/** The gradient of the tokens. */
export function meanPoolBackward(dMean: Float64Array, length: number): Float64Array {
  const width = dMean.length
  const dx = new Float64Array(length * width)
  for (let i = 0; i < dx.length; i++) dx[i] = (dMean[i % width] as number) / length
  return dx
}
