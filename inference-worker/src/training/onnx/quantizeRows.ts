import type { QuantizedMatrix } from './quantizeColumns.ts'

/**
 * Rounds a table to whole numbers of eight bits, symmetrically, with a scale for each row: a token with small numbers
 * keeps its precision next to one with large numbers.
 *
 * @param values Row by row.
 * @returns Scales are one for each row.
 */
export function quantizeRows(values: Float32Array, columns: number): QuantizedMatrix {
  const rows = values.length / columns
  const scales = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    let peak = 0
    for (let i = row * columns; i < (row + 1) * columns; i++)
      peak = Math.max(peak, Math.abs(values[i] as number))
    scales[row] = peak === 0 ? 1 : peak / 127
  }
  const numbers = Int8Array.from(values, (value, i) =>
    Math.round(value / (scales[Math.floor(i / columns)] as number)),
  )
  return { numbers, scales }
}
