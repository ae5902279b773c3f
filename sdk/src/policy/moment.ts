import { z } from 'zod'
import { PolicyError } from '../errors/PolicyError.ts'

/** The last second of the year 9999: what four digits of a year can say. */
const lastMoment = 253_402_300_799

const isoTime = z.iso.datetime({ offset: true, error: 'is not a time such as 2027-03-01T00:00:00Z' })

/** A moment in whole seconds that a policy names. Zero has another meaning on chain. */
export const moment = isoTime
  .refine((text) => !/\.\d*[1-9]/.test(text), 'has a fraction of a second')
  .transform((text) => Date.parse(text) / 1000)
  .refine((seconds) => seconds > 0 && seconds <= lastMoment, 'is not between 1970 and 9999')

/** A moment for which something is asked: ISO, or Unix seconds. Fractions of a second are dropped. */
const askedMoment = z
  .union([isoTime.transform((text) => Math.floor(Date.parse(text) / 1000)), z.int()], {
    error: 'is neither a time such as 2027-03-01T00:00:00Z nor whole Unix seconds',
  })
  .refine((seconds) => seconds >= 0 && seconds <= lastMoment, 'is not between 1970 and 9999')

/**
 * Reads the time for which a decision is asked.
 *
 * @param place Where it stands in the document that is read, for errors to name.
 * @returns Unix seconds.
 * @throws PolicyError `time_invalid`.
 */
export function parseMoment(json: unknown, place = ''): number {
  const result = askedMoment.safeParse(json)
  if (result.success) return result.data
  const why = result.error.issues[0]?.message
  throw new PolicyError(`The time${place === '' ? '' : ` (${place})`} ${why}.`, {
    code: 'time_invalid',
    at: place,
    next: 'Give an ISO time with its offset from UTC, or Unix seconds.',
  })
}

/** Unix seconds as an ISO time in UTC. */
export function formatMoment(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z`
}
