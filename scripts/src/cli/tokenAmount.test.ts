import { expect, test } from 'vitest'
import { formatAmount, parseAmount, readTokens } from './tokenAmount.ts'

const address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const token = { address, symbol: 'TOK', decimals: 6 } as const

test.each([
  ['2.5', 2_500_000n],
  ['0.000001', 1n],
  ['1000000000000', 10n ** 18n],
  ['0', 0n],
])('%s tokens of six decimals are %d base units', (text, amount) => {
  expect(readTokens(text, 6)).toBe(amount)
})

test.each(['0.0000001', '2,5', '', '.5', '1e3', '-1', '01', '0x10', ' 1'])('%j is no amount', (text) => {
  expect(readTokens(text, 6)).toBeUndefined()
  expect(() => parseAmount('AMOUNT', token, text)).toThrow(expect.objectContaining({ code: 'usage' }))
})

test('nothing is no amount to give', () => {
  expect(() => parseAmount('AMOUNT', token, '0')).toThrow(expect.objectContaining({ code: 'usage' }))
})

test('an amount is told in whole tokens, by the address where the token has no name', () => {
  expect(formatAmount(token, 2_500_000n)).toBe('2.5 TOK')
  expect(formatAmount({ address, symbol: '', decimals: 0 }, 7n)).toBe(`7 of ${address}`)
})
