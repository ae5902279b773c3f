import { expect, test } from 'vitest'
import { PolicyError } from '../errors/PolicyError.ts'
import { formatMoment, parseMoment } from './moment.ts'

test.each([
  ['2026-03-01T00:00:00Z', 1_772_323_200],
  ['2026-03-01T02:00:00+02:00', 1_772_323_200],
  ['2026-02-28T12:00:00-12:00', 1_772_323_200],
  ['2026-03-01T00:00:00.999Z', 1_772_323_200],
  ['1970-01-01T00:00:00Z', 0],
  [1_772_323_200, 1_772_323_200],
  [0, 0],
])('%s is read as %i seconds', (json, seconds) => {
  expect(parseMoment(json)).toBe(seconds)
})

test.each([
  '2026-02-30T00:00:00Z',
  '2023-02-29T00:00:00Z',
  '2026-03-01',
  '2026-03-01T00:00:00',
  '2026-03-01T24:00:00Z',
  'tomorrow',
  '',
  null,
  1.5,
  -1,
  253_402_300_800,
  '1969-12-31T23:59:59Z',
])('%j is no time', (json) => {
  expect(() => parseMoment(json)).toThrow(PolicyError)
  expect(() => parseMoment(json)).toThrow(
    expect.objectContaining({
      code: 'time_invalid',
      message: expect.stringMatching(/^The time is /),
      next: expect.stringContaining('Unix seconds'),
    }),
  )
})

test('a time is written in whole seconds of UTC', () => {
  expect(formatMoment(1_772_323_200)).toBe('2026-03-01T00:00:00Z')
  expect(formatMoment(253_402_300_799)).toBe('9999-12-31T23:59:59Z')
})

test('the place of what is no time is named', () => {
  expect(() => parseMoment('soon', 'at')).toThrow(
    expect.objectContaining({ at: 'at', message: expect.stringMatching(/^The time \(at\) is neither/) }),
  )
})
