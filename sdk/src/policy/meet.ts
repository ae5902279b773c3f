import type { BoundTerm, EffectivePolicy } from './effectivePolicy.ts'
import type { Season } from './season.ts'
import { commercialRules, derivativeRules, purposes, retentionRules } from './vocabulary.ts'

const ascending = <Text extends string>(...lists: readonly (readonly Text[])[]): Text[] =>
  [...new Set(lists.flat())].sort()

/** Of each list of values from the strictest, the first that occurs. */
const strictest = <Rule>(rules: readonly Rule[], ...some: readonly Rule[]): Rule =>
  rules.find((rule) => some.includes(rule)) as Rule

const soonest = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)
const latest = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : Math.max(one, other)

/** Puts clauses that all have to hold into normal form. */
export function meetAudiences(clauses: readonly (readonly BoundTerm[])[]): BoundTerm[][] {
  const distinct = new Map<string, BoundTerm[]>()
  for (const clause of clauses) {
    const terms: BoundTerm[] = clause.includes('anyone') ? ['anyone'] : ascending(clause)
    distinct.set(terms.join(), terms)
  }
  const all = [...distinct.values()]
  const holdsWith = (clause: readonly BoundTerm[], other: readonly BoundTerm[]) =>
    clause.includes('anyone') || other.every((term) => clause.includes(term))
  return all
    .filter((clause) => !all.some((other) => other !== clause && holdsWith(clause, other)))
    .sort((one, other) => (one.join() < other.join() ? -1 : 1))
}

function meetSeasons(seasons: readonly Season[]): Season[] {
  const distinct = new Map(seasons.map((season) => [`${season.utcOffset} ${season.days}`, season]))
  return [...distinct.values()].sort(
    (one, other) => one.utcOffset - other.utcOffset || (one.days < other.days ? -1 : 1),
  )
}

function meetConsents(consents: EffectivePolicy['consents']): EffectivePolicy['consents'] {
  const most = new Map<EffectivePolicy['consents'][number]['communityId'], number>()
  for (const { communityId, consent } of consents) {
    most.set(communityId, Math.max(consent, most.get(communityId) ?? 0))
  }
  return [...most]
    .map(([communityId, consent]) => ({ communityId, consent }))
    .sort((one, other) => (one.communityId < other.communityId ? -1 : 1))
}

/**
 * What two policies permit together: what both do. Associative, commutative and idempotent, so that neither the order
 * of a lineage nor how it is grouped matters.
 */
export function meet(one: EffectivePolicy, other: EffectivePolicy): EffectivePolicy {
  const commercial = strictest(commercialRules, one.commercial, other.commercial)
  const derivatives = strictest(derivativeRules, one.derivatives, other.derivatives)
  return {
    audience: meetAudiences([...one.audience, ...other.audience]),
    purposes: purposes.filter(
      (purpose) => one.purposes.includes(purpose) && other.purposes.includes(purpose),
    ),
    commercial,
    commercialGrants: commercial === 'refused' ? [] : ascending(one.commercialGrants, other.commercialGrants),
    share: commercial === 'refused' ? 0 : Math.max(one.share, other.share),
    derivatives,
    derivativeApprovals:
      derivatives === 'refused' ? [] : ascending(one.derivativeApprovals, other.derivativeApprovals),
    seasons: meetSeasons([...one.seasons, ...other.seasons]),
    closedUntil: latest(one.closedUntil, other.closedUntil),
    consents: meetConsents([...one.consents, ...other.consents]),
    attributions: ascending(one.attributions, other.attributions),
    outreachOnly: one.outreachOnly || other.outreachOnly,
    expiresAt: soonest(one.expiresAt, other.expiresAt),
    custodians: ascending(one.custodians, other.custodians),
    retention: strictest(retentionRules, one.retention, other.retention),
    labels: ascending(one.labels, other.labels),
  }
}
