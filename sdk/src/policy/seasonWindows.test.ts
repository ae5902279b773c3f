import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seasonJson } from '../../test/policyTriples.ts'
import { monthDay, yearDay } from './calendar.ts'
import { everyDay } from './season.ts'
import { daysOfWindows, windowsOfDays } from './seasonWindows.ts'

const bits = (...places: number[]) => places.reduce((days, place) => days | (1n << BigInt(place)), 0n)

test('both ends of a window are inside', () => {
  expect(daysOfWindows([{ from: '01-01', to: '01-03' }])).toBe(bits(0, 1, 2))
  expect(daysOfWindows([{ from: '02-29', to: '02-29' }])).toBe(bits(59))
})

test('a window from a later to an earlier day passes the new year', () => {
  expect(daysOfWindows([{ from: '12-31', to: '01-02' }])).toBe(bits(365, 0, 1))
})

test('a window to the day before its first is the whole year', () => {
  expect(daysOfWindows([{ from: '07-02', to: '07-01' }])).toBe(everyDay)
  expect(windowsOfDays(everyDay)).toEqual([{ from: '01-01', to: '12-31' }])
})

test('windows that touch or overlap are written as one, also over the new year', () => {
  const days = daysOfWindows([
    { from: '12-01', to: '12-31' },
    { from: '01-01', to: '02-28' },
    { from: '02-10', to: '02-29' },
    { from: '06-01', to: '06-01' },
  ])
  expect(windowsOfDays(days)).toEqual([
    { from: '06-01', to: '06-01' },
    { from: '12-01', to: '02-29' },
  ])
})

test('no day has no window', () => {
  expect(windowsOfDays(0n)).toEqual([])
})

test('a day is covered when a window as text says so, and the fewest windows cover the same', () => {
  fc.assert(
    fc.property(seasonJson, ({ windows }) => {
      const days = daysOfWindows(windows)
      for (let place = 0; place < 366; place++) {
        const { month, day } = monthDay(place)
        const text = `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        const isCovered = windows.some(({ from, to }) =>
          from <= to ? from <= text && text <= to : from <= text || text <= to,
        )
        expect((days & bits(place)) !== 0n).toBe(isCovered)
      }
      const fewest = windowsOfDays(days)
      expect(daysOfWindows(fewest)).toBe(days)
      const starts = Array.from({ length: 366 }, (_, place) => place).filter(
        (place) => (days & bits(place)) !== 0n && (days & bits((place + 365) % 366)) === 0n,
      )
      expect(fewest).toHaveLength(starts.length)
      expect(fewest.map(({ from }) => yearDay(Number(from.slice(0, 2)), Number(from.slice(3))))).toEqual(
        starts,
      )
    }),
  )
})
