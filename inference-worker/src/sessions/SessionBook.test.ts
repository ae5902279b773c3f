import { expect, test } from 'vitest'
import { SessionBook } from './SessionBook.ts'

const anna = `0x${'a'.repeat(40)}` as const
const bela = `0x${'b'.repeat(40)}` as const
const invalid = expect.objectContaining({ code: 'session_invalid' })

test('a token leads to its account, and nothing else does', () => {
  const book = new SessionBook(900)
  const [first, second] = [book.open(anna), book.open(bela)]
  expect(first.token).toMatch(/^[\w-]{43}$/)
  expect([book.accountOf(first.token), book.accountOf(second.token)]).toEqual([anna, bela])
  for (const wrong of ['', 'none', `${first.token}A`, first.token.slice(1)]) {
    expect(() => book.accountOf(wrong)).toThrow(invalid)
  }
})

test('a session ends after its seconds, or when the message said', () => {
  let now = 0
  const book = new SessionBook(900, () => now)
  const [long, short] = [book.open(anna), book.open(bela, 1_000)]
  expect([long.lifetime, short.lifetime]).toEqual([900_000, 1_000])
  now = 999
  expect(book.accountOf(short.token)).toBe(bela)
  now = 1_000
  expect(() => book.accountOf(short.token)).toThrow(invalid)
  now = 899_999
  expect(book.accountOf(long.token)).toBe(anna)
  now = 900_000
  expect(() => book.accountOf(long.token)).toThrow(invalid)
})

test('where there are too many, the first ends; those that are over do not count', () => {
  let now = 0
  const book = new SessionBook(900, () => now, 2)
  const [over, first] = [book.open(anna, 10), book.open(anna)]
  now = 10
  const second = book.open(bela)
  expect(() => book.accountOf(over.token)).toThrow(invalid)
  expect(book.accountOf(first.token)).toBe(anna)
  const third = book.open(bela)
  expect(() => book.accountOf(first.token)).toThrow(invalid)
  expect([book.accountOf(second.token), book.accountOf(third.token)]).toEqual([bela, bela])
})
