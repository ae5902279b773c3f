import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchingScale } from './matchingScale.ts'
import { root } from './root.ts'

const isRoot = (found: bigint, square: bigint) =>
  found >= 0n && found * found <= square && (found + 1n) * (found + 1n) > square

test('a root is the largest whole number whose square is not larger', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n }), fc.nat(256), (bits, shift) => {
      const amount = bits >> BigInt(shift)
      expect(isRoot(root(amount), amount * matchingScale)).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test('a square has an exact root, and one base unit less or more does not reach it or pass it', () => {
  for (const side of [1n, 2n, 3n, 2n ** 26n + 1n, 10n ** 9n, 2n ** 53n - 1n, 10n ** 15n, 2n ** 104n - 1n]) {
    expect(root(side * side)).toBe(side * 10n ** 16n)
    expect(root(side * side - 1n)).toBeLessThan(side * 10n ** 16n)
    expect(isRoot(root(side * side + 1n), (side * side + 1n) * matchingScale)).toBe(true)
  }
})

test('nothing has no root, and less than nothing is refused', () => {
  expect(root(0n)).toBe(0n)
  expect(() => root(-1n)).toThrow(
    expect.objectContaining({ code: 'amount_negative', message: 'A gift of -1 is less than nothing.' }),
  )
})
