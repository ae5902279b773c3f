import { UsageError } from './UsageError.ts'

/**
 * A moment that somebody typed, in Unix seconds; zero where nothing was.
 *
 * @throws UsageError
 */
export function parseTime(name: string, value: string | undefined): number {
  if (value === undefined) return 0
  const time = /^[0-9]{1,14}$/.test(value) ? Number(value) : Math.floor(Date.parse(value) / 1000)
  if (!Number.isSafeInteger(time) || time < 0 || time >= 2 ** 48) {
    throw new UsageError(
      `${name} ${JSON.stringify(value)} is not a time.`,
      'Give Unix seconds, or a date such as 2027-03-01T00:00:00Z.',
    )
  }
  return time
}
