import fc from 'fast-check'
import { expect, test } from 'vitest'
import { monthDay, yearDay, yearDayOf } from './calendar.ts'

const dayOf = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / 86_400_000

test.each([
  ['1970-01-01', 0],
  ['2024-02-28', 58],
  ['2024-02-29', 59],
  ['2024-03-01', 60],
  ['2023-02-28', 58],
  ['2023-03-01', 60],
  ['2100-02-28', 58],
  ['2100-03-01', 60],
  ['2000-02-29', 59],
  ['2024-12-31', 365],
  ['2023-12-31', 365],
  ['1969-12-31', 365],
])('%s is at place %i of a leap year', (iso, place) => {
  expect(yearDayOf(dayOf(iso))).toBe(place)
})

test('every day of four hundred years has the month and day that Date gives it', () => {
  for (let day = dayOf('1968-01-01'); day < dayOf('2368-01-02'); day++) {
    const date = new Date(day * 86_400_000)
    if (yearDayOf(day) !== yearDay(date.getUTCMonth() + 1, date.getUTCDate())) {
      throw new Error(`${date.toISOString()} is at ${yearDayOf(day)}`)
    }
  }
})

test('place and month with day are each other’s inverse', () => {
  fc.assert(
    fc.property(fc.nat({ max: 365 }), (place) => {
      const { month, day } = monthDay(place)
      expect(yearDay(month, day)).toBe(place)
      expect(new Date(Date.UTC(2024, month - 1, day)).getUTCDate()).toBe(day)
    }),
  )
})
