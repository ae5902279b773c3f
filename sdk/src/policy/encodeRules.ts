import { type Hex, zeroAddress, zeroHash } from 'viem'
import { encodeRoles, type Role, roleBits } from '../governance/roles.ts'
import type { AudienceTerm, PolicyPart } from './policySchema.ts'
import { firstDays, type Rules } from './rules.ts'
import {
  type AudienceKind,
  audienceKindBits,
  commercialRules,
  derivativeRules,
  purposes,
  retentionRules,
} from './vocabulary.ts'

const isKind = (term: AudienceTerm): term is AudienceKind => term in audienceKindBits
const isRole = (term: AudienceTerm): term is Role => term in roleBits
const isGroup = (term: AudienceTerm): term is Hex => !isKind(term) && !isRole(term)

/** A policy's rules as the contracts take them. Its id, community, parents and early closing are no part of them. */
export function encodeRules(policy: PolicyPart): Rules {
  const { season } = policy
  return {
    audience: policy.audience.map(({ anyOf }) => ({
      kinds: anyOf.filter(isKind).reduce((bits, kind) => bits | audienceKindBits[kind], 0),
      roles: encodeRoles(anyOf.filter(isRole)),
      groups: anyOf.filter(isGroup).toSorted(),
    })),
    purposes: policy.purposes.reduce((bits, purpose) => bits | (1 << purposes.indexOf(purpose)), 0),
    commercial: commercialRules.indexOf(policy.commercial),
    shareBps: policy.share,
    derivatives: derivativeRules.indexOf(policy.derivatives),
    outreachOnly: policy.outreachOnly,
    retention: retentionRules.indexOf(policy.retention),
    consentThreshold: policy.consent,
    expiresAt: policy.expiresAt ?? 0,
    season:
      season === null
        ? { utcOffset: 0, first: 0n, last: 0n }
        : {
            utcOffset: season.utcOffset,
            first: season.days & ((1n << firstDays) - 1n),
            last: season.days >> firstDays,
          },
    custodian: policy.custodian ?? zeroAddress,
    attribution: policy.attribution ?? zeroHash,
    document: policy.document ?? zeroHash,
    labels: policy.labels.toSorted(),
  }
}
