import { expect, test } from 'vitest'
import { NonceBook } from './NonceBook.ts'

test('a nonce is good once', () => {
  const book = new NonceBook()
  const { nonce } = book.issue()
  expect(nonce).toMatch(/^[a-zA-Z0-9]{8,}$/)
  expect([book.use(nonce), book.use(nonce)]).toEqual([true, false])
})

test('a nonce is good until its last millisecond', () => {
  let now = 1_000
  const book = new NonceBook(() => now)
  const { nonce, lifetime } = book.issue()
  const { nonce: other } = book.issue()
  now += lifetime - 1
  expect(book.use(nonce)).toBe(true)
  now += 1
  expect(book.use(other)).toBe(false)
})

test('a nonce of another book, a changed one and anything else are none', () => {
  const book = new NonceBook()
  const { nonce } = book.issue()
  const later = `f${nonce.slice(1)}`
  const flipped = nonce.slice(0, -1) + (nonce.endsWith('0') ? '1' : '0')
  for (const wrong of [new NonceBook().issue().nonce, later, flipped, '', 'x'.repeat(76), `${nonce}0`]) {
    expect(book.use(wrong)).toBe(false)
  }
  expect(book.use(nonce)).toBe(true)
})

test('more than can be remembered are turned away until the first are over, none used twice', () => {
  let now = 0
  const book = new NonceBook(() => now, 2)
  const [first, second, third] = [book.issue(), book.issue(), book.issue()]
  expect([book.use(first.nonce), book.use(second.nonce)]).toEqual([true, true])
  expect(() => book.use(third.nonce)).toThrow(expect.objectContaining({ code: 'queue_full' }))
  now = first.lifetime
  const { nonce } = book.issue()
  expect([book.use(first.nonce), book.use(nonce)]).toEqual([false, true])
})
