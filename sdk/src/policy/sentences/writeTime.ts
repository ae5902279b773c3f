import { formatUtcOffset } from '../utcOffset.ts'
import { catalogues, type Language } from './catalogues.ts'

/** A moment as people write it: a day where a local day begins, else with the time of day and the offset from UTC. */
export function writeTime(at: number, utcOffset: number, language: Language): string {
  const { locale, day, time } = catalogues[language]
  // Shifted rather than in a time zone: not every browser knows zones by their offset.
  const local = new Date((at + utcOffset * 60) * 1000)
  const write = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' }).format(local)
  const date = write({ dateStyle: 'long' })
  if (local.getTime() % 86_400_000 === 0) return day(date)
  const clock = write({ timeStyle: local.getUTCSeconds() === 0 ? 'short' : 'medium' })
  return time(date, clock, formatUtcOffset(utcOffset))
}
