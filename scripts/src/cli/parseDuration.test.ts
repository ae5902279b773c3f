import { expect, test } from 'vitest'
import { formatDuration } from './formatTime.ts'
import { parseDuration } from './parseDuration.ts'

test.each([
  ['90', 90],
  ['1 day', 86_400],
  ['2 days 12 hours', 216_000],
  [' 1 Week, 1 minute ', 604_860],
  ['90 minutes', 5_400],
  ['1 second', 1],
  ['no time', 0],
])('%j is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds)
})

test.each(['', 'soon', '1 fortnight', '-1 day', '1.5 days', 'day', '1 day later'])('%j is none', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

test('what this program writes it reads', () => {
  for (const seconds of [0, 1, 61, 3_600, 90_000, 31_536_000]) {
    expect(parseDuration(formatDuration(seconds))).toBe(seconds)
  }
})
