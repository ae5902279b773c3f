import { expect, test } from 'vitest'
import { formatDuration, formatTime } from './formatTime.ts'

test.each([
  [0, 'no time'],
  [-5, 'no time'],
  [1, '1 second'],
  [60, '1 minute'],
  [61, '1 minute 1 second'],
  [3600, '1 hour'],
  // The second largest unit is none here; seconds beside hours would say more than anyone needs.
  [3605, '1 hour'],
  [86_400 * 2 + 3600, '2 days 1 hour'],
  [604_800, '7 days'],
])('%d seconds are said as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test('a moment is said in UTC', () => {
  expect(formatTime(1_700_000_000)).toBe('2023-11-14 22:13:20 UTC')
})
