import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePaths } from './comparePaths.ts'

test('orders by bytes where UTF-16 would order otherwise', () => {
  // U+FF5E is above the surrogates that U+1F600 is written with, and below U+1F600 itself.
  expect(comparePaths('\uff5e', '\u{1f600}')).toBeLessThan(0)
  expect('\uff5e' < '\u{1f600}').toBe(false)
})

test('is the order of Buffer.compare for all strings', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(comparePaths(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
  // A busy machine takes its time over strings of every kind.
}, 30_000)
