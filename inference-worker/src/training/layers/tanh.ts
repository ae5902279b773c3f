/** The hyperbolic tangent of each number. */
export function tanh(x: Float64Array): Float64Array {
  return x.map(Math.tanh)
}

/** @param y What {@link tanh} returned. */
export function tanhBackward(y: Float64Array, dy: Float64Array): Float64Array {
  return dy.map((d, i) => d * (1 - (y[i] as number) ** 2))
}
