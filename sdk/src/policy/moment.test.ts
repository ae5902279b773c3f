import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { PolicyError } from '../errors/PolicyError.ts'
import { formatMoment, moment, parseMoment } from './moment.ts'

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

const whole = (json: unknown) => {
  const result = moment.safeParse(json)
  return result.success ? result.data : result.error.issues[0]?.message
}

test.each<[unknown, number | string]>([
  ['1970-01-01T00:00:01Z', 1],
  ['1970-01-01T00:00:00Z', 'is not between 1970 and 9999'],
  ['9999-12-31T23:59:59Z', 253_402_300_799],
  ['9999-12-31T23:59:59-00:01', 'is not between 1970 and 9999'],
  ['2026-03-01T00:00:00.000Z', 1_772_323_200],
  ['2026-03-01T00:00:00.05Z', 'has a fraction of a second'],
  ['2026-03-01T00:00:00.500Z', 'has a fraction of a second'],
  ['2026-03-01', 'is not a time such as 2027-03-01T00:00:00Z'],
])('a policy may name %j: %j', (json, outcome) => {
  expect(whole(json)).toBe(outcome)
})

test.each<[unknown, string]>([
  ['soon', 'is neither a time such as 2027-03-01T00:00:00Z nor whole Unix seconds'],
  [253_402_300_800, 'is not between 1970 and 9999'],
])('says why %j is no time, and what is', (json, why) => {
  expect(refusalOf(() => parseMoment(json))).toMatchObject({
    message: `The time ${why}.`,
    next: 'Give an ISO time with its offset from UTC, or Unix seconds.',
  })
})

test('the last second of the year 9999 may be asked about', () => {
  expect(parseMoment(253_402_300_799)).toBe(253_402_300_799)
})
