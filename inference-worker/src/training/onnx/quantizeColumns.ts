/** Weights as small whole numbers: value ≈ number × scale of its column. */
export interface QuantizedMatrix {
  numbers: Int8Array
  /** One for each column. */
  scales: Float32Array
}

/**
 * Rounds a matrix to whole numbers, symmetrically, with a scale for each column. Seven bits are used of the eight:
 * x86 processors without VNNI add pairs of u8×s8 products in 16 bits, which overflows with all eight, and the same
 * bytes would answer differently on different machines.
 *
 * @param values Row by row.
 */
export function quantizeColumns(values: Float32Array, columns: number): QuantizedMatrix {
  const largest = new Float64Array(columns)
  values.forEach((value, i) => {
    largest[i % columns] = Math.max(largest[i % columns] as number, Math.abs(value))
  })
  const scales = Float32Array.from(largest, (peak) => (peak === 0 ? 1 : peak / 63))
  const numbers = Int8Array.from(values, (value, i) => Math.round(value / (scales[i % columns] as number)))
  return { numbers, scales }
}
