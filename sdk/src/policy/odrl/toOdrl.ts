import type { Hex } from 'viem'
import type { BoundTerm, EffectivePolicy } from '../effectivePolicy.ts'
import { formatMoment } from '../moment.ts'
import { policyParts } from '../policyParts.ts'
import type { Policy } from '../policySchema.ts'
import { resolvePolicy } from '../resolvePolicy.ts'
import type { Season } from '../season.ts'
import { windowsOfDays } from '../seasonWindows.ts'
import { formatUtcOffset } from '../utcOffset.ts'
import { outreachPurposes, type Purpose } from '../vocabulary.ts'
import type { OdrlConstraint, OdrlDuty, OdrlPolicy, OdrlRule, OdrlValue } from './OdrlPolicy.ts'
import { odrlProfile, type ProfileOperand, profileTerm } from './profile.ts'

const iri = (...parts: string[]): OdrlValue => ({ '@id': `urn:commonweal:${parts.join(':')}` })
const policyIri = (policyId: Hex) => `urn:commonweal:policy:${policyId}`
const communityIri = (communityId: Hex) => `urn:commonweal:community:${communityId}`

/** A bound term as the collection of people that it stands for. Clauses that anyone fulfils are not written. */
function party(term: BoundTerm): OdrlValue {
  const [kind = '', id = ''] = term.split(':')
  if (kind === 'group') return iri('group', id)
  return kind === 'community' ? iri('community', id) : iri('community', id, kind)
}

const ours = (
  operand: ProfileOperand,
  operator: OdrlConstraint['operator'],
  rightOperand: OdrlConstraint['rightOperand'],
): OdrlConstraint => ({ leftOperand: profileTerm(operand), operator, rightOperand })

const bool = (value: boolean): OdrlValue => ({ '@value': String(value), '@type': 'xsd:boolean' })
const text = (value: string): OdrlValue => ({ '@value': value, '@type': 'xsd:string' })
const dateTime = (operator: 'lt' | 'gteq', at: number): OdrlConstraint => ({
  leftOperand: 'dateTime',
  operator,
  rightOperand: { '@value': formatMoment(at), '@type': 'xsd:dateTime' },
})

/** Recurring days: the first and the last of each window, as `xsd:gMonthDay` with the offset from UTC. */
function seasonConstraint({ utcOffset, days }: Season): OdrlConstraint {
  const monthDay = (day: string) => `--${day}${formatUtcOffset(utcOffset)}`
  return ours(
    'season',
    'isAnyOf',
    windowsOfDays(days).map(({ from, to }) => text(`${monthDay(from)}/${monthDay(to)}`)),
  )
}

/** What holds for every use, whatever is made of it. */
function commonConstraints(policy: EffectivePolicy, allowed: readonly Purpose[]): OdrlConstraint[] {
  return [
    ...policy.audience
      .filter((clause) => !clause.includes('anyone'))
      .map(
        (clause): OdrlConstraint => ({
          leftOperand: 'recipient',
          operator: 'isAnyOf',
          rightOperand: clause.map(party),
        }),
      ),
    {
      leftOperand: 'purpose',
      operator: 'isAnyOf',
      rightOperand: allowed.map((purpose) => iri('purpose', purpose)),
    },
    ...(policy.closedUntil === null ? [] : [dateTime('gteq', policy.closedUntil)]),
    ...(policy.expiresAt === null ? [] : [dateTime('lt', policy.expiresAt)]),
    ...policy.seasons.map(seasonConstraint),
    ours('retention', 'eq', text(policy.retention)),
  ]
}

function attributeDuties(policy: EffectivePolicy, communities: readonly string[]): OdrlDuty[] {
  return policy.attributions.map((digest) => ({
    action: [
      {
        'rdf:value': { '@id': 'odrl:attribute' },
        refinement: [ours('attributionText', 'eq', iri('sha256', digest.slice(2)))],
      },
    ],
    attributedParty: communities,
  }))
}

function compensateDuties({ share }: EffectivePolicy, communities: readonly string[]): OdrlDuty[] {
  if (share === 0) return []
  const percent: OdrlValue = { '@value': (share / 100).toFixed(2), '@type': 'xsd:decimal' }
  return [
    {
      action: [
        {
          'rdf:value': { '@id': 'odrl:compensate' },
          refinement: [ours('revenueShare', 'eq', percent)],
        },
      ],
      compensatedParty: communities,
    },
  ]
}

/** The consent of elders, which has to be there before anything is approved. */
function consentDuties({ consents }: EffectivePolicy): OdrlDuty[] {
  return consents.map(({ communityId, consent }) => ({
    action: [
      {
        'rdf:value': { '@id': 'odrl:obtainConsent' },
        refinement: [ours('elders', 'gteq', { '@value': String(consent), '@type': 'xsd:integer' })],
      },
    ],
    consentingParty: communityIri(communityId),
  }))
}

/**
 * A policy as an ODRL 2.2 Set. ODRL would add up the permissions of what a policy inherits from; here the strictest of
 * a lineage wins, so that what is written is what all of it permits together, and nothing is inherited.
 *
 * @throws PolicyError `policy_too_many_parts`.
 */
export function toOdrl(policy: Policy): OdrlPolicy {
  const effective = resolvePolicy(policy)
  const parts = policyParts(policy)
  const communities = [...new Set(parts.map((part) => communityIri(part.communityId)))].sort()
  const allowed = effective.purposes.filter(
    (purpose) => !effective.outreachOnly || outreachPurposes.includes(purpose),
  )
  const isForNobody = effective.audience.some((clause) => clause.length === 0)
  const isNeverOpen = effective.seasons.some(({ days }) => days === 0n)
  const target = `${policyIri(policy.policyId)}:versions`
  const head = {
    '@context': 'http://www.w3.org/ns/odrl.jsonld',
    '@type': 'Set',
    uid: policyIri(policy.policyId),
    profile: odrlProfile,
    conflict: 'prohibit',
  } as const
  if (isForNobody || isNeverOpen || allowed.length === 0) {
    return { ...head, prohibition: [{ target, action: 'use' }] }
  }

  const common = commonConstraints(effective, allowed)
  const attribute = attributeDuties(effective, communities)
  const permit = (
    action: string,
    constraint: readonly OdrlConstraint[],
    duties: readonly OdrlDuty[] = [],
  ): OdrlRule => {
    const duty = [...attribute, ...duties]
    return { target, action, constraint: [...common, ...constraint], ...(duty.length === 0 ? {} : { duty }) }
  }
  const grants = (operand: ProfileOperand, policyIds: readonly Hex[]) =>
    policyIds.length === 0
      ? []
      : [
          ours(
            operand,
            'isAllOf',
            policyIds.map((id) => iri('policy', id)),
          ),
        ]

  const permission = [
    permit('use', [ours('commercial', 'eq', bool(false)), ours('derivative', 'eq', bool(false))]),
  ]
  const prohibition: OdrlRule[] = []
  if (effective.commercial === 'refused' || effective.outreachOnly) {
    prohibition.push({ target, action: 'cc:CommercialUse' })
  } else {
    permission.push(
      permit(
        'cc:CommercialUse',
        grants('commercialGrant', effective.commercialGrants),
        compensateDuties(effective, communities),
      ),
    )
  }
  if (effective.derivatives === 'refused') {
    prohibition.push({ target, action: 'derive' })
  } else {
    permission.push(
      permit('derive', grants('derivativeApproval', effective.derivativeApprovals), [
        { action: 'nextPolicy', target: policyIri(policy.policyId) },
      ]),
    )
  }
  const obligation = consentDuties(effective)
  return {
    ...head,
    permission,
    ...(prohibition.length === 0 ? {} : { prohibition }),
    ...(obligation.length === 0 ? {} : { obligation }),
  }
}
