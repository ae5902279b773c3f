import { expect, test } from 'vitest'
import { formatUtcOffset, parseUtcOffset } from './utcOffset.ts'

test.each([
  ['+00:00', 0],
  ['+02:00', 120],
  ['-03:30', -210],
  ['+05:45', 345],
  ['-00:30', -30],
  ['-12:00', -720],
  ['+14:00', 840],
])('%s is %i minutes ahead of UTC', (text, minutes) => {
  expect(parseUtcOffset(text)).toBe(minutes)
  expect(formatUtcOffset(minutes)).toBe(text)
})

test('minus zero is zero', () => {
  expect(Object.is(parseUtcOffset('-00:00'), 0)).toBe(true)
})

test('every minute of offset is read as it was written', () => {
  for (let minutes = -720; minutes <= 840; minutes++) {
    expect(parseUtcOffset(formatUtcOffset(minutes))).toBe(minutes)
  }
})
