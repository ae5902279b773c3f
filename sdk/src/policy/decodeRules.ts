import { type Hex, zeroAddress, zeroHash } from 'viem'
import { PolicyError } from '../errors/PolicyError.ts'
import { type Role, roleBits } from '../governance/roles.ts'
import type { PolicyPart } from './policySchema.ts'
import { firstDays, type Rules } from './rules.ts'
import { everyDay } from './season.ts'
import {
  type AudienceKind,
  audienceKindBits,
  commercialRules,
  derivativeRules,
  purposes,
  retentionRules,
} from './vocabulary.ts'

function refuse(field: string, value: unknown): PolicyError {
  return new PolicyError(`The rules hold a ${field} without a meaning: ${value}.`, {
    code: 'rules_invalid',
    at: field,
    details: { field },
    next: 'Use a newer version of this program; until then the policy permits nothing.',
  })
}

function atRank<Rule>(field: string, rules: readonly Rule[], rank: number): Rule {
  const rule = rules[rank]
  if (rule === undefined) throw refuse(field, rank)
  return rule
}

function atBits<Word>(field: string, words: readonly (readonly [Word, number])[], bits: number): Word[] {
  const known = words.reduce((all, [, bit]) => all | bit, 0)
  if ((bits & ~known) !== 0) throw refuse(field, bits)
  return words.filter(([, bit]) => (bits & bit) !== 0).map(([word]) => word)
}

const kindPairs = Object.entries(audienceKindBits) as [AudienceKind, number][]
const rolePairs = Object.entries(roleBits) as [Role, number][]
const purposePairs = purposes.map((purpose, index) => [purpose, 1 << index] as const)
function decodeSeason({ utcOffset, first, last }: Rules['season']): PolicyPart['season'] {
  const days = first | (last << firstDays)
  if (days === 0n) return null
  if (days > everyDay) throw refuse('season', days)
  return { utcOffset, days }
}

/**
 * The policy that rules of a contract say, beside what stands elsewhere on chain.
 *
 * @throws PolicyError `rules_invalid` for what this version does not know.
 */
export function decodeRules(
  rules: Rules,
  about: Pick<PolicyPart, 'policyId' | 'communityId' | 'closedUntil'>,
): PolicyPart {
  const unlessZero = (hash: Hex) => (hash === zeroHash ? null : hash)
  return {
    policyId: about.policyId,
    communityId: about.communityId,
    audience: rules.audience.map(({ kinds, roles, groups }) => ({
      anyOf: [
        ...atBits('kind of audience', kindPairs, kinds),
        ...atBits('role', rolePairs, roles),
        ...groups,
      ],
    })),
    purposes: atBits('purpose', purposePairs, rules.purposes),
    commercial: atRank('commercial rule', commercialRules, rules.commercial),
    share: rules.shareBps,
    derivatives: atRank('rule for derivatives', derivativeRules, rules.derivatives),
    season: decodeSeason(rules.season),
    closedUntil: about.closedUntil,
    consent: rules.consentThreshold,
    attribution: unlessZero(rules.attribution),
    outreachOnly: rules.outreachOnly,
    expiresAt: rules.expiresAt === 0 ? null : rules.expiresAt,
    custodian: rules.custodian === zeroAddress ? null : rules.custodian,
    retention: atRank('rule for retention', retentionRules, rules.retention),
    labels: [...rules.labels],
    document: unlessZero(rules.document),
  }
}
