/*
 * The proleptic Gregorian calendar in whole numbers, after Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms" (https://howardhinnant.github.io/date_algorithms.html), as the contracts have it. Years begin in March
 * there, which puts the leap day last.
 */

/** Days of a leap year. */
export const leapYearDays = 366

const daysOfEra = 146_097
/** Days from 1 March of the year 0 to 1 January 1970. */
const epochShift = 719_468

/** How many days of a leap year come before each month. */
const daysBefore = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335] as const

/** The place of a month and day in a leap year: 0 is 1 January, 59 is 29 February, 365 is 31 December. */
export function yearDay(month: number, day: number): number {
  return (daysBefore[month - 1] ?? Number.NaN) + day - 1
}

/** The month and day at a place in a leap year. */
export function monthDay(index: number): { month: number; day: number } {
  const month = daysBefore.findLastIndex((days) => days <= index) + 1
  return { month, day: index - (daysBefore[month - 1] ?? Number.NaN) + 1 }
}

/** The place in a leap year of a day counted from 1 January 1970. Common years pass from 58 to 60. */
export function yearDayOf(day: number): number {
  const shifted = day + epochShift
  const dayOfEra = shifted - Math.floor(shifted / daysOfEra) * daysOfEra
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  // January and February are the last months of a year that begins in March.
  return dayOfYear < 306 ? dayOfYear + 60 : dayOfYear - 306
}
