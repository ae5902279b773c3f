import { expect, it } from 'vitest'
import { Random } from '../random/Random.ts'
import { quantizeColumns } from './quantizeColumns.ts'
import { quantizeRows } from './quantizeRows.ts'

const random = new Random(1)
const columns = 5
const values = Float32Array.from({ length: 8 * columns }, (_, i) => random.normal() * (1 + (i % columns)))

it('rounds each column to within half a step of 7 bits', () => {
  const { numbers, scales } = quantizeColumns(values, columns)
  expect(Math.max(...numbers.map(Math.abs))).toBe(63)
  values.forEach((value, i) => {
    const scale = scales[i % columns] as number
    expect(Math.abs((numbers[i] as number) * scale - value)).toBeLessThanOrEqual(scale / 2 + 1e-6)
  })
})

it('rounds each row to within half a step of 8 bits', () => {
  const { numbers, scales } = quantizeRows(values, columns)
  expect(Math.max(...numbers.map(Math.abs))).toBe(127)
  values.forEach((value, i) => {
    const scale = scales[Math.floor(i / columns)] as number
    expect(Math.abs((numbers[i] as number) * scale - value)).toBeLessThanOrEqual(scale / 2 + 1e-6)
  })
})

it('keeps nothing as nothing', () => {
  expect([...quantizeColumns(new Float32Array(4), 2).numbers]).toEqual([0, 0, 0, 0])
  expect([...quantizeRows(new Float32Array(4), 2).scales]).toEqual([1, 1])
})
