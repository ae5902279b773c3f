/**
 * The slope of a function at a point, measured by moving each number a little both ways: what tests hold the written-out
 * gradients against. Numbers may be rounded to 32 bits where they are kept, so the distance is taken as it comes out.
 */
export function numericalGradient(point: Float32Array | Float64Array, loss: () => number): number[] {
  const step = point instanceof Float32Array ? 1e-2 : 1e-5
  return Array.from(point, (value, i) => {
    point[i] = value + step
    const high = point[i] as number
    const above = loss()
    point[i] = value - step
    const low = point[i] as number
    const below = loss()
    point[i] = value
    return (above - below) / (high - low)
  })
}
