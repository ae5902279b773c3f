import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import {
  communityId,
  fullPolicy,
  groupId,
  openPolicy,
  otherCommunityId,
  parentId,
  policyId,
  policyWith,
} from '../../../test/examplePolicy.ts'
import { samplePolicyTriples } from '../../../test/policyTriples.ts'
import { parsePolicy } from '../parsePolicy.ts'
import { policyParts } from '../policyParts.ts'
import type { PolicyJson } from '../policySchema.ts'
import { toOdrl } from './toOdrl.ts'

const iri = { type: 'string', pattern: '^urn:commonweal:' }
const value = {
  oneOf: [
    { type: 'object', required: ['@id'], additionalProperties: false, properties: { '@id': iri } },
    {
      type: 'object',
      required: ['@value', '@type'],
      additionalProperties: false,
      properties: { '@value': { type: 'string' }, '@type': { type: 'string', pattern: '^xsd:' } },
    },
  ],
}

/**
 * What of the ODRL 2.2 Information Model is used here: the terms are of its Core and Common Vocabulary, all others are
 * IRIs of the profile.
 */
const odrlShape = {
  type: 'object',
  required: ['@context', '@type', 'uid', 'profile', 'conflict'],
  // A policy has to have a rule.
  anyOf: [{ required: ['permission'] }, { required: ['prohibition'] }],
  additionalProperties: false,
  properties: {
    '@context': { const: 'http://www.w3.org/ns/odrl.jsonld' },
    '@type': { const: 'Set' },
    uid: iri,
    profile: { const: 'urn:commonweal:odrl:1' },
    conflict: { enum: ['perm', 'prohibit', 'invalid'] },
    permission: { type: 'array', minItems: 1, items: { $ref: '#/$defs/rule' } },
    prohibition: { type: 'array', minItems: 1, items: { $ref: '#/$defs/rule' } },
    obligation: { type: 'array', minItems: 1, items: { $ref: '#/$defs/duty' } },
  },
  $defs: {
    rule: {
      type: 'object',
      required: ['target', 'action'],
      additionalProperties: false,
      properties: {
        target: iri,
        action: { enum: ['use', 'derive', 'cc:CommercialUse'] },
        constraint: { type: 'array', minItems: 1, items: { $ref: '#/$defs/constraint' } },
        duty: { type: 'array', minItems: 1, items: { $ref: '#/$defs/duty' } },
      },
    },
    duty: {
      type: 'object',
      required: ['action'],
      additionalProperties: false,
      properties: {
        action: {
          oneOf: [
            { const: 'nextPolicy' },
            {
              type: 'array',
              minItems: 1,
              maxItems: 1,
              items: {
                type: 'object',
                required: ['rdf:value', 'refinement'],
                additionalProperties: false,
                properties: {
                  'rdf:value': {
                    type: 'object',
                    required: ['@id'],
                    properties: {
                      '@id': { enum: ['odrl:attribute', 'odrl:compensate', 'odrl:obtainConsent'] },
                    },
                  },
                  refinement: { type: 'array', minItems: 1, items: { $ref: '#/$defs/constraint' } },
                },
              },
            },
          ],
        },
        target: iri,
        attributedParty: { type: 'array', minItems: 1, items: iri },
        compensatedParty: { type: 'array', minItems: 1, items: iri },
        consentingParty: iri,
      },
    },
    constraint: {
      type: 'object',
      required: ['leftOperand', 'operator', 'rightOperand'],
      additionalProperties: false,
      properties: {
        leftOperand: {
          oneOf: [
            { enum: ['recipient', 'purpose', 'dateTime'] },
            { type: 'string', pattern: '^urn:commonweal:odrl:1:' },
          ],
        },
        operator: { enum: ['eq', 'lt', 'gteq', 'isAnyOf', 'isAllOf'] },
        rightOperand: { oneOf: [value, { type: 'array', minItems: 1, items: value }] },
      },
    },
  },
}
const isOdrl = new Ajv2020({ strict: true, strictRequired: false }).compile(odrlShape)

const term = (name: string) => `urn:commonweal:odrl:1:${name}`
const id = (name: string) => ({ '@id': `urn:commonweal:${name}` })
const xsd = (type: string, text: string) => ({ '@value': text, '@type': `xsd:${type}` })
const exportOf = (changes: Partial<PolicyJson>) => toOdrl(policyWith(changes))

test('every random policy is in the shape of ODRL', () => {
  for (const { policy: json } of samplePolicyTriples(5, 300)) {
    if (json === null) continue
    const policy = parsePolicy(json)
    if (policyParts(policy).length > 16) continue
    expect([isOdrl(toOdrl(policy)), isOdrl.errors]).toEqual([true, null])
  }
})

test('a policy that says something everywhere says it in ODRL', () => {
  const target = `urn:commonweal:policy:${policyId}:versions`
  const common = [
    {
      leftOperand: 'recipient',
      operator: 'isAnyOf',
      rightOperand: [
        id(`community:${communityId}`),
        id(`community:${communityId}:grantees`),
        id(`group:${groupId}`),
      ],
    },
    {
      leftOperand: 'recipient',
      operator: 'isAnyOf',
      rightOperand: [id(`community:${communityId}:elder`), id(`community:${communityId}:steward`)],
    },
    {
      leftOperand: 'purpose',
      operator: 'isAnyOf',
      rightOperand: [id('purpose:education'), id('purpose:health'), id('purpose:commercial')],
    },
    { leftOperand: 'dateTime', operator: 'gteq', rightOperand: xsd('dateTime', '2026-03-31T22:00:00Z') },
    { leftOperand: 'dateTime', operator: 'lt', rightOperand: xsd('dateTime', '2030-01-01T00:00:00Z') },
    {
      leftOperand: term('season'),
      operator: 'isAnyOf',
      rightOperand: [
        xsd('string', '--03-01+02:00/--05-31+02:00'),
        xsd('string', '--12-15+02:00/--01-10+02:00'),
      ],
    },
    { leftOperand: term('retention'), operator: 'eq', rightOperand: xsd('string', 'none') },
  ]
  const attribute = {
    action: [
      {
        'rdf:value': { '@id': 'odrl:attribute' },
        refinement: [
          {
            leftOperand: term('attributionText'),
            operator: 'eq',
            rightOperand: id(`sha256:${'e1'.repeat(32)}`),
          },
        ],
      },
    ],
    attributedParty: [`urn:commonweal:community:${communityId}`],
  }
  expect(toOdrl(parsePolicy(fullPolicy))).toEqual({
    '@context': 'http://www.w3.org/ns/odrl.jsonld',
    '@type': 'Set',
    uid: `urn:commonweal:policy:${policyId}`,
    profile: 'urn:commonweal:odrl:1',
    conflict: 'prohibit',
    permission: [
      {
        target,
        action: 'use',
        constraint: [
          ...common,
          { leftOperand: term('commercial'), operator: 'eq', rightOperand: xsd('boolean', 'false') },
          { leftOperand: term('derivative'), operator: 'eq', rightOperand: xsd('boolean', 'false') },
        ],
        duty: [attribute],
      },
      {
        target,
        action: 'cc:CommercialUse',
        constraint: [
          ...common,
          {
            leftOperand: term('commercialGrant'),
            operator: 'isAllOf',
            rightOperand: [id(`policy:${policyId}`)],
          },
        ],
        duty: [
          attribute,
          {
            action: [
              {
                'rdf:value': { '@id': 'odrl:compensate' },
                refinement: [
                  {
                    leftOperand: term('revenueShare'),
                    operator: 'eq',
                    rightOperand: xsd('decimal', '12.50'),
                  },
                ],
              },
            ],
            compensatedParty: [`urn:commonweal:community:${communityId}`],
          },
        ],
      },
      {
        target,
        action: 'derive',
        constraint: [
          ...common,
          {
            leftOperand: term('derivativeApproval'),
            operator: 'isAllOf',
            rightOperand: [id(`policy:${policyId}`)],
          },
        ],
        duty: [attribute, { action: 'nextPolicy', target: `urn:commonweal:policy:${policyId}` }],
      },
    ],
    obligation: [
      {
        action: [
          {
            'rdf:value': { '@id': 'odrl:obtainConsent' },
            refinement: [
              { leftOperand: term('elders'), operator: 'gteq', rightOperand: xsd('integer', '3') },
            ],
          },
        ],
        consentingParty: `urn:commonweal:community:${communityId}`,
      },
    ],
  })
})

test('what is refused is prohibited, not permitted', () => {
  const refused = exportOf({ commercial: 'refused', derivatives: 'refused' })
  expect(refused.permission?.map(({ action }) => action)).toEqual(['use'])
  expect(refused.prohibition?.map(({ action }) => action)).toEqual(['cc:CommercialUse', 'derive'])
  const open = exportOf({})
  expect(open.permission?.map(({ action }) => action)).toEqual(['use', 'cc:CommercialUse', 'derive'])
  expect(open.prohibition).toBeUndefined()
  expect(open.obligation).toBeUndefined()
  expect(open.permission?.[0]?.duty).toBeUndefined()
})

test('outreach only leaves its two purposes and no business', () => {
  const { permission, prohibition } = exportOf({ outreachOnly: true, purposes: ['education', 'health'] })
  expect(permission?.[0]?.constraint?.[0]).toEqual({
    leftOperand: 'purpose',
    operator: 'isAnyOf',
    rightOperand: [id('purpose:education')],
  })
  expect(prohibition?.map(({ action }) => action)).toEqual(['cc:CommercialUse'])
})

describe('what permits nothing prohibits use', () => {
  const nothing = [{ target: `urn:commonweal:policy:${policyId}:versions`, action: 'use' }]

  test.each<[string, Partial<PolicyJson>]>([
    ['no purpose', { purposes: [] }],
    ['no purpose of outreach', { purposes: ['health'], outreachOnly: true }],
  ])('%s', (_, changes) => {
    const exported = exportOf(changes)
    expect(exported).toMatchObject({ prohibition: nothing })
    expect(exported.permission).toBeUndefined()
    expect(isOdrl(exported)).toBe(true)
  })

  test('nobody, and never', () => {
    const policy = policyWith({})
    for (const closed of [
      { ...policy, audience: [] },
      { ...policy, season: { utcOffset: 0, days: 0n } },
    ]) {
      expect(toOdrl(closed)).toMatchObject({ prohibition: nothing })
    }
  })
})

test('a lineage is written as what it permits together, and owed to every community of it', () => {
  const parents = [
    {
      ...openPolicy,
      policyId: parentId,
      communityId: otherCommunityId,
      share: 500,
      purposes: ['health'] as const,
    },
  ].map((parent): PolicyJson => ({ ...parent, purposes: [...parent.purposes] }))
  const { permission } = exportOf({ parents, share: 100 })
  expect(permission?.[1]).toMatchObject({
    constraint: [{ rightOperand: [id('purpose:health')] }, {}],
    duty: [
      {
        action: [{ refinement: [{ rightOperand: xsd('decimal', '5.00') }] }],
        compensatedParty: [
          `urn:commonweal:community:${communityId}`,
          `urn:commonweal:community:${otherCommunityId}`,
        ],
      },
    ],
  })
  const many = Array.from({ length: 16 }, (_, index) => ({
    ...openPolicy,
    policyId: `0x${String(index + 1).padStart(64, '0')}`,
  }))
  expect(() => exportOf({ parents: many })).toThrow(
    expect.objectContaining({ code: 'policy_too_many_parts' }),
  )
})

test('a share of nothing is owed to nobody, and communities stand in the order of their ids', () => {
  expect(exportOf({ share: 0 }).permission?.[1]).not.toHaveProperty('duty')
  const parents = [{ ...openPolicy, policyId: parentId, communityId }]
  const { permission } = exportOf({ communityId: otherCommunityId, share: 100, parents })
  expect(permission?.[1]?.duty?.[0]).toMatchObject({
    compensatedParty: [communityId, otherCommunityId].map((each) => `urn:commonweal:community:${each}`),
  })
})

test('one clause that nobody fulfils is enough to permit nothing', () => {
  const policy = policyWith({ audience: [{ anyOf: ['community'] }] })
  const closed = { ...policy, audience: [...policy.audience, { anyOf: [] }] }
  expect(toOdrl(closed)).not.toHaveProperty('permission')
})
