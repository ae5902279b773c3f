import { leapYearDays, monthDay, yearDay } from './calendar.ts'
import { everyDay } from './season.ts'

/** A run of days, both ends inside, each as `MM-DD`. A run from a later to an earlier day passes the new year. */
export type SeasonWindow = { from: string; to: string }

function place(text: string): number {
  return yearDay(Number(text.slice(0, 2)), Number(text.slice(3)))
}

function write(index: number): string {
  const { month, day } = monthDay(index)
  return `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The days that windows cover, one bit each. */
export function daysOfWindows(windows: readonly SeasonWindow[]): bigint {
  let days = 0n
  for (const { from, to } of windows) {
    const end = place(to)
    let day = place(from)
    days |= 1n << BigInt(day)
    while (day !== end) {
      day = (day + 1) % leapYearDays
      days |= 1n << BigInt(day)
    }
  }
  return days
}

/** The fewest windows that cover exactly these days, in the order of the year by their first day. */
export function windowsOfDays(days: bigint): SeasonWindow[] {
  if (days === everyDay) return [{ from: write(0), to: write(leapYearDays - 1) }]
  const isOpen = (index: number) => ((days >> BigInt((index + leapYearDays) % leapYearDays)) & 1n) === 1n
  const windows: SeasonWindow[] = []
  for (let first = 0; first < leapYearDays; first++) {
    if (!isOpen(first) || isOpen(first - 1)) continue
    let last = first
    while (isOpen(last + 1)) last += 1
    windows.push({ from: write(first), to: write(last % leapYearDays) })
  }
  return windows
}
