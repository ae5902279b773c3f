import { PolicyError } from '../errors/PolicyError.ts'
import { formatMoment } from './moment.ts'
import { policyLimits } from './policyLimits.ts'
import type { Policy, PolicyJson } from './policySchema.ts'
import { windowsOfDays } from './seasonWindows.ts'
import { formatUtcOffset } from './utcOffset.ts'

function seasonToJson(season: Policy['season']): PolicyJson['season'] {
  if (season === null) return null
  const windows = windowsOfDays(season.days)
  if (windows.length > policyLimits.windows) {
    throw new PolicyError(
      `The season has ${windows.length} windows; at most ${policyLimits.windows} can be written.`,
      {
        code: 'policy_unwritable',
        at: 'season.windows',
        details: { expected: policyLimits.windows, actual: windows.length },
        next: 'Decide with it as it was read from the chain.',
      },
    )
  }
  return { utcOffset: formatUtcOffset(season.utcOffset), windows }
}

const timeToJson = (time: number | null) => (time === null ? null : formatMoment(time))

/**
 * A policy as JSON carries it, its season in the fewest windows.
 *
 * @throws PolicyError `policy_unwritable` for a season of a contract that no document can hold.
 */
export function policyToJson(policy: Policy): PolicyJson {
  return {
    ...policy,
    season: seasonToJson(policy.season),
    closedUntil: timeToJson(policy.closedUntil),
    expiresAt: timeToJson(policy.expiresAt),
    parents: policy.parents.map(policyToJson),
  }
}
