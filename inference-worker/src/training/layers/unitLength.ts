/** The vector scaled to length 1. */
export function unitLength(x: Float64Array): Float64Array {
  const length = Math.sqrt(x.reduce((sum, number) => sum + number * number, 0))
  return x.map((number) => number / Math.max(length, 1e-12))
}

/** @param x What went into {@link unitLength}. */
export function unitLengthBackward(x: Float64Array, dy: Float64Array): Float64Array {
  const length = Math.max(Math.sqrt(x.reduce((sum, number) => sum + number * number, 0)), 1e-12)
  const along = x.reduce((sum, number, i) => sum + number * (dy[i] as number), 0) / length ** 2
  return x.map((number, i) => ((dy[i] as number) - along * number) / length)
}
