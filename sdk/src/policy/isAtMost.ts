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

/**
 * Whether a policy permits at most what another does, told from its form: what an elder may tighten a policy to at
 * once, as the contracts tell it. Parents, custodian (whoever is named may end approvals for good) and consent (one
 * elder could ask for so many that nothing is ever loosened again) have to be the same; early closing is not part of a
 * policy's rules.
 */
export function isAtMost(stricter: Policy, policy: Policy): boolean {
  return (
    stricter.communityId === policy.communityId &&
    isAudienceWithin(stricter, policy) &&
    isWithin(stricter.purposes, policy.purposes) &&
    isCommercialAtMost(stricter, policy) &&
    isRankedAtMost(derivativeRules, stricter.derivatives, policy.derivatives) &&
    (stricter.outreachOnly || !policy.outreachOnly) &&
    isRankedAtMost(retentionRules, stricter.retention, policy.retention) &&
    stricter.consent === policy.consent &&
    (policy.expiresAt === null || (stricter.expiresAt !== null && stricter.expiresAt <= policy.expiresAt)) &&
    isSeasonWithin(stricter, policy) &&
    stricter.custodian === policy.custodian &&
    isKept(stricter.attribution, policy.attribution) &&
    isWithin(policy.labels, stricter.labels) &&
    isWithin(lineage(stricter), lineage(policy)) &&
    isWithin(lineage(policy), lineage(stricter))
  )
}
