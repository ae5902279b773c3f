import type { Hex } from 'viem'
import type { AudienceTerm, Policy } from './policySchema.ts'
import { commercialRules, derivativeRules, retentionRules } from './vocabulary.ts'

const isWithin = <Item>(some: readonly Item[], all: readonly Item[]) =>
  some.every((item) => all.includes(item))

/** No clause means nobody, as one without terms does. */
const clausesOf = ({ audience }: Policy): AudienceTerm[][] =>
  audience.length === 0 ? [[]] : audience.map(({ anyOf }) => anyOf)

const isRankedAtMost = <Rule>(rules: readonly Rule[], stricter: Rule, rule: Rule) =>
  rules.indexOf(stricter) <= rules.indexOf(rule)

function isAudienceWithin(stricter: Policy, policy: Policy): boolean {
  return clausesOf(policy).every(
    (clause) =>
      // Everyone is within what anyone may use.
      clause.includes('anyone') || clausesOf(stricter).some((own) => isWithin(own, clause)),
  )
}

function isCommercialAtMost(stricter: Policy, policy: Policy): boolean {
  if (!isRankedAtMost(commercialRules, stricter.commercial, policy.commercial)) return false
  return stricter.commercial === 'refused' || stricter.share >= policy.share
}

function isSeasonWithin({ season: stricter }: Policy, { season }: Policy): boolean {
  if (season === null) return true
  return stricter !== null && stricter.utcOffset === season.utcOffset && (stricter.days & ~season.days) === 0n
}

const isKept = (stricter: Hex | null, value: Hex | null) => value === null || stricter === value

const lineage = ({ parents }: Policy) => parents.map((parent) => parent.policyId)

const hasSameParents = (stricter: Policy, policy: Policy) =>
  isWithin(lineage(stricter), lineage(policy)) && isWithin(lineage(policy), lineage(stricter))

const isEarlier = ({ expiresAt: stricter }: Policy, { expiresAt }: Policy) =>
  expiresAt === null || (stricter !== null && stricter <= expiresAt)

/** Whether a policy permits at most what another does, by each field that says what is permitted. */
const isFieldAtMost = {
  communityId: (stricter, policy) => stricter.communityId === policy.communityId,
  audience: isAudienceWithin,
  purposes: (stricter, policy) => isWithin(stricter.purposes, policy.purposes),
  commercial: isCommercialAtMost,
  derivatives: (stricter, policy) =>
    isRankedAtMost(derivativeRules, stricter.derivatives, policy.derivatives),
  season: isSeasonWithin,
  // One elder could ask for so many that nothing is ever loosened again.
  consent: (stricter, policy) => stricter.consent === policy.consent,
  attribution: (stricter, policy) => isKept(stricter.attribution, policy.attribution),
  outreachOnly: (stricter, policy) => stricter.outreachOnly || !policy.outreachOnly,
  expiresAt: isEarlier,
  // Whoever is named may end approvals for good.
  custodian: (stricter, policy) => stricter.custodian === policy.custodian,
  retention: (stricter, policy) => isRankedAtMost(retentionRules, stricter.retention, policy.retention),
  labels: (stricter, policy) => isWithin(policy.labels, stricter.labels),
  parents: hasSameParents,
} satisfies Partial<Record<keyof Policy, (stricter: Policy, policy: Policy) => boolean>>

export type LooserField = keyof typeof isFieldAtMost

/**
 * The fields in which a policy permits more than another, or something else: those that keep it from being a
 * tightening, as the contracts tell it. A share counts as `commercial`. Early closing is not part of a policy's rules.
 */
export function looserFields(stricter: Policy, policy: Policy): LooserField[] {
  return (Object.keys(isFieldAtMost) as LooserField[]).filter(
    (field) => !isFieldAtMost[field](stricter, policy),
  )
}
