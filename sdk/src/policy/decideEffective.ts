import type { BoundTerm, EffectivePolicy } from './effectivePolicy.ts'
import type { Reason } from './reasons.ts'
import type { PolicyRequest } from './requestSchema.ts'
import { isOpenAt } from './season.ts'
import { allowedUntil, refusedUntil } from './until.ts'
import { outreachPurposes } from './vocabulary.ts'

/** Whether something may be done, why not, and from when that may change by time alone; null where it does not. */
export type Decision = {
  readonly allowed: boolean
  readonly reason: Reason
  /** Unix seconds. */
  readonly until: number | null
}

/** Every term that holds for whoever asks. */
function heldTerms({ memberships, grants, groups }: PolicyRequest): Set<BoundTerm> {
  const held = new Set<BoundTerm>(['anyone'])
  for (const { communityId, roles } of memberships) {
    held.add(`community:${communityId}`)
    for (const role of roles) held.add(`${role}:${communityId}`)
  }
  for (const communityId of grants) held.add(`grantees:${communityId}`)
  for (const groupId of groups) held.add(`group:${groupId}`)
  return held
}

/** Why a request is refused at a time. The order of the questions is that of `reasons`. */
function findReason(policy: EffectivePolicy, request: PolicyRequest, at: number): Reason {
  const held = heldTerms(request)
  const isCommercial = request.commercial || request.purpose === 'commercial'
  if (!policy.audience.every((clause) => clause.some((term) => held.has(term)))) return 'AUDIENCE'
  if (!policy.purposes.includes(request.purpose)) return 'PURPOSE'
  if (policy.outreachOnly && (isCommercial || !outreachPurposes.includes(request.purpose))) {
    return 'OUTREACH_ONLY'
  }
  if (isCommercial) {
    if (policy.commercial === 'refused') return 'COMMERCIAL_REFUSED'
    const hasGrants = policy.commercialGrants.every((id) => request.commercialGrants.includes(id))
    if (!hasGrants) return 'COMMERCIAL_NOT_GRANTED'
  }
  if (request.derivative) {
    if (policy.derivatives === 'refused') return 'DERIVATIVE_REFUSED'
    const isApproved = policy.derivativeApprovals.every((id) => request.derivativeApprovals.includes(id))
    if (!isApproved) return 'DERIVATIVE_NOT_APPROVED'
  }
  if (policy.expiresAt !== null && at >= policy.expiresAt) return 'EXPIRED'
  if (policy.closedUntil !== null && at < policy.closedUntil) return 'CLOSED_EARLY'
  if (!policy.seasons.every((season) => isOpenAt(season, at))) return 'OUT_OF_SEASON'
  return 'ALLOWED'
}

/**
 * Decides about a request under what policies permit together.
 *
 * @param at Unix seconds.
 */
export function decideEffective(policy: EffectivePolicy, request: PolicyRequest, at: number): Decision {
  const reason = findReason(policy, request, at)
  switch (reason) {
    case 'ALLOWED':
      return { allowed: true, reason, until: allowedUntil(policy, at) }
    case 'CLOSED_EARLY':
    case 'OUT_OF_SEASON':
      return { allowed: false, reason, until: refusedUntil(policy, at) }
    default:
      return { allowed: false, reason, until: null }
  }
}
