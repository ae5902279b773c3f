import { leapYearDays, yearDayOf } from './calendar.ts'

/** The days of the year on which something is open. */
export type Season = {
  /** Minutes that local time is ahead of UTC. */
  readonly utcOffset: number
  /** Bit i: open on the day at place i of a leap year (see `yearDay`). */
  readonly days: bigint
}

/** All days of a leap year. */
export const everyDay = (1n << BigInt(leapYearDays)) - 1n

/**
 * How many local days after today a change is looked for: the eight years around one without a leap day, and one more.
 * A season that knows only 29 February opens within them.
 */
export const horizonDays = 2_923

const secondsOfDay = 86_400

/** The local day of a moment, counted from 1 January 1970. */
export function localDay(at: number, utcOffset: number): number {
  return Math.floor((at + utcOffset * 60) / secondsOfDay)
}

function isOpenOn(season: Season, day: number): boolean {
  return ((season.days >> BigInt(yearDayOf(day))) & 1n) === 1n
}

/** Whether a season is open at a moment. */
export function isOpenAt(season: Season, at: number): boolean {
  return isOpenOn(season, localDay(at, season.utcOffset))
}

/** The moment at which the first local day after today begins that is open, or closed; undefined beyond the horizon. */
export function nextDayThatIs(open: boolean, season: Season, at: number): number | undefined {
  const today = localDay(at, season.utcOffset)
  for (let day = today + 1; day <= today + horizonDays; day++) {
    if (isOpenOn(season, day) === open) return day * secondsOfDay - season.utcOffset * 60
  }
  return undefined
}
