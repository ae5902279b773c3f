import type { EffectivePolicy } from './effectivePolicy.ts'
import { isOpenAt, nextDayThatIs } from './season.ts'

/** What of a policy depends on the time. */
export type TimeRules = Pick<EffectivePolicy, 'seasons' | 'closedUntil' | 'expiresAt'>

/** How often seasons of several policies may close one another's opening before it is called never. */
const rounds = 64

/** The first moment after `at`, at which all is open, from which time alone refuses; null where there is none. */
export function allowedUntil({ seasons, expiresAt }: TimeRules, at: number): number | null {
  const ends = seasons.map((season) => nextDayThatIs(false, season, at) ?? Number.POSITIVE_INFINITY)
  const end = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, ...ends)
  return Number.isFinite(end) ? end : null
}

/** The first moment after `at`, at which something is closed, from which time alone allows; null where there is none. */
export function refusedUntil({ seasons, closedUntil, expiresAt }: TimeRules, at: number): number | null {
  let moment = at
  for (let round = 0; round < rounds; round++) {
    const from = moment
    const openings = seasons
      .filter((season) => !isOpenAt(season, from))
      .map((season) => nextDayThatIs(true, season, from) ?? Number.POSITIVE_INFINITY)
    if (closedUntil !== null && from < closedUntil) openings.push(closedUntil)
    if (openings.length === 0) return expiresAt !== null && from >= expiresAt ? null : from
    moment = Math.max(...openings)
    if (!Number.isFinite(moment)) return null
  }
  return null
}
