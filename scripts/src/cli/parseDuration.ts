const units: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 7 * 86_400,
}

/**
 * Reads a duration as people write it: "2 days", "1 day 12 hours", "90 minutes", or seconds as a plain number.
 *
 * @returns Seconds; undefined where it is none.
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === 'no time') return 0
  if (/^[0-9]{1,10}$/.test(trimmed)) return Number(trimmed)
  if (!/^([0-9]{1,10} *(second|minute|hour|day|week)s?[, ]*)+$/.test(trimmed)) return undefined
  let seconds = 0
  for (const [, count, unit] of trimmed.matchAll(/([0-9]+) *([a-z]+?)s?(?![a-z])/g)) {
    seconds += Number(count) * (units[unit as string] as number)
  }
  return seconds
}
