import { PolicyError } from '../errors/PolicyError.ts'
import { roleBits } from '../governance/roles.ts'
import type { BoundTerm, EffectivePolicy } from './effectivePolicy.ts'
import { meet, meetAudiences } from './meet.ts'
import { policyLimits } from './policyLimits.ts'
import { policyParts } from './policyParts.ts'
import type { AudienceTerm, Policy, PolicyPart } from './policySchema.ts'
import { purposes } from './vocabulary.ts'

function bind(term: AudienceTerm, communityId: PolicyPart['communityId']): BoundTerm {
  if (term === 'anyone') return term
  if (term === 'community' || term === 'grantees' || term in roleBits) {
    return `${term}:${communityId}` as BoundTerm
  }
  return `group:${term}` as BoundTerm
}

/** The normal form of one policy alone, without those it descends from. */
export function resolvePart(part: PolicyPart): EffectivePolicy {
  const clauses = part.audience.map(({ anyOf }) => anyOf.map((term) => bind(term, part.communityId)))
  return {
    // No clause at all would be held by everyone.
    audience: meetAudiences(clauses.length === 0 ? [[]] : clauses),
    purposes: purposes.filter((purpose) => part.purposes.includes(purpose)),
    commercial: part.commercial,
    commercialGrants: part.commercial === 'granted' ? [part.policyId] : [],
    share: part.commercial === 'refused' ? 0 : part.share,
    derivatives: part.derivatives,
    derivativeApprovals: part.derivatives === 'by_approval' ? [part.policyId] : [],
    seasons: part.season === null ? [] : [part.season],
    closedUntil: part.closedUntil,
    consents: part.consent === 0 ? [] : [{ communityId: part.communityId, consent: part.consent }],
    attributions: part.attribution === null ? [] : [part.attribution],
    outreachOnly: part.outreachOnly,
    expiresAt: part.expiresAt,
    custodians: part.custodian === null ? [] : [part.custodian],
    retention: part.retention,
    labels: part.labels.toSorted(),
  }
}

/**
 * What a policy permits together with all it descends from: the meet of them.
 *
 * @throws PolicyError `policy_too_many_parts`.
 */
export function resolvePolicy(policy: Policy): EffectivePolicy {
  const parts = policyParts(policy)
  if (parts.length > policyLimits.parts) {
    throw new PolicyError(
      `The policy has ${parts.length} parts with all it descends from; the most is ${policyLimits.parts}.`,
      {
        code: 'policy_too_many_parts',
        at: 'parents',
        details: { expected: policyLimits.parts, actual: parts.length },
        next: 'Build on fewer policies. As it is, it permits nothing.',
      },
    )
  }
  return parts.map(resolvePart).reduce(meet)
}
