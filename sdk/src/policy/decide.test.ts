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
  requestWith,
} from '../../test/examplePolicy.ts'
import { samplePolicyTriples } from '../../test/policyTriples.ts'
import { decide } from './decide.ts'
import { parseMoment } from './moment.ts'
import { parsePolicy } from './parsePolicy.ts'
import { parseRequest } from './parseRequest.ts'
import type { PolicyJson } from './policySchema.ts'
import { reasons } from './reasons.ts'
import type { PolicyRequestJson } from './requestSchema.ts'

const now = parseMoment('2026-03-15T12:00:00Z')
const season = (utcOffset: string, ...windows: [string, string][]) => ({
  utcOffset,
  windows: windows.map(([from, to]) => ({ from, to })),
})
const decideFor = (changes: Partial<PolicyJson>, request: Partial<PolicyRequestJson> = {}, at = now) =>
  decide(policyWith(changes), requestWith(request), at)
const reasonFor = (changes: Partial<PolicyJson>, request: Partial<PolicyRequestJson> = {}, at = now) =>
  decideFor(changes, request, at).reason

test('what nothing refuses is allowed, for ever', () => {
  expect(decideFor({})).toEqual({ allowed: true, reason: 'ALLOWED', until: null })
})

describe('an unknown policy', () => {
  const refused = { allowed: false, reason: 'UNKNOWN_POLICY', until: null }

  test('is one that does not exist', () => {
    expect(decide(null, requestWith(), now)).toEqual(refused)
  })

  test('is one with more than 16 parts, whatever they say', () => {
    const chain = (length: number): PolicyJson =>
      Array.from({ length }, (_, index) => index + 1).reduce<PolicyJson>(
        (child, index) => ({
          ...openPolicy,
          policyId: `0x${String(index).padStart(64, '0')}`,
          parents: child.policyId === groupId ? [] : [child],
        }),
        { ...openPolicy, policyId: groupId },
      )
    expect(decide(parsePolicy(chain(16)), requestWith(), now).allowed).toBe(true)
    expect(decide(parsePolicy(chain(17)), requestWith(), now)).toEqual(refused)
  })

  test('is not one that names a parent in many places', () => {
    const parents = Array.from(
      { length: 15 },
      (_, index): PolicyJson => ({
        ...openPolicy,
        policyId: `0x${String(index + 1).padStart(64, '0')}`,
        parents: index === 0 ? [] : [{ ...openPolicy, policyId: `0x${'1'.padStart(64, '0')}` }],
      }),
    )
    expect(decideFor({ parents }).allowed).toBe(true)
  })
})

describe('the audience', () => {
  const elders = [{ anyOf: ['elder' as const] }]

  test.each<[string, PolicyJson['audience'], Partial<PolicyRequestJson>]>([
    ['anyone', [{ anyOf: ['anyone'] }], {}],
    ['a member', [{ anyOf: ['community'] }], { memberships: [{ communityId, roles: [] }] }],
    ['an elder', elders, { memberships: [{ communityId, roles: ['treasurer', 'elder'] }] }],
    ['a grantee', [{ anyOf: ['grantees'] }], { grants: [otherCommunityId, communityId] }],
    ['one of a group', [{ anyOf: [groupId] }], { groups: [groupId] }],
    ['one of several', [{ anyOf: ['elder', groupId] }], { groups: [groupId] }],
    [
      'one of every clause',
      [{ anyOf: ['elder', groupId] }, { anyOf: ['community'] }],
      { memberships: [{ communityId, roles: [] }], groups: [groupId] },
    ],
    [
      'a member by two entries',
      elders,
      {
        memberships: [
          { communityId, roles: [] },
          { communityId, roles: ['elder'] },
        ],
      },
    ],
  ])('has %s', (_, audience, request) => {
    expect(reasonFor({ audience }, request)).toBe('ALLOWED')
  })

  test.each<[string, PolicyJson['audience'], Partial<PolicyRequestJson>]>([
    [
      'a member of another community',
      [{ anyOf: ['community'] }],
      { memberships: [{ communityId: otherCommunityId }] },
    ],
    [
      'an elder of another community',
      elders,
      { memberships: [{ communityId: otherCommunityId, roles: ['elder'] }] },
    ],
    ['a steward', elders, { memberships: [{ communityId, roles: ['steward'] }] }],
    ['a grantee of another community', [{ anyOf: ['grantees'] }], { grants: [otherCommunityId] }],
    [
      'one with the community’s id for a group',
      [{ anyOf: ['community'] }],
      { groups: [communityId], grants: [communityId] },
    ],
    ['one of another group', [{ anyOf: [groupId] }], { groups: [policyId] }],
    ['one of the first clause only', [{ anyOf: [groupId] }, { anyOf: ['community'] }], { groups: [groupId] }],
  ])('has not %s', (_, audience, request) => {
    expect(decideFor({ audience }, request)).toEqual({ allowed: false, reason: 'AUDIENCE', until: null })
  })

  test('is nobody where there is no clause, or one without terms', () => {
    const policy = policyWith({})
    expect(decide({ ...policy, audience: [] }, requestWith(), now).reason).toBe('AUDIENCE')
    const audience = [{ anyOf: ['anyone' as const] }, { anyOf: [] }]
    expect(decide({ ...policy, audience }, requestWith(), now).reason).toBe('AUDIENCE')
  })
})

describe('purposes and what is made', () => {
  test('a purpose that is not listed is refused', () => {
    expect(reasonFor({ purposes: ['health'] }, { purpose: 'health' })).toBe('ALLOWED')
    expect(reasonFor({ purposes: ['health'] })).toBe('PURPOSE')
    expect(reasonFor({ purposes: [] })).toBe('PURPOSE')
  })

  test.each<[string, Partial<PolicyRequestJson>]>([
    ['ALLOWED', { purpose: 'education' }],
    ['ALLOWED', { purpose: 'language_revitalisation' }],
    ['OUTREACH_ONLY', { purpose: 'research' }],
    ['OUTREACH_ONLY', { purpose: 'education', commercial: true }],
    ['OUTREACH_ONLY', { purpose: 'commercial' }],
  ])('outreach only: %s (%#)', (reason, request) => {
    expect(reasonFor({ outreachOnly: true }, request)).toBe(reason)
  })

  test('commercial use is refused, granted to who has a grant for this policy, or open for a share', () => {
    const paid = { commercial: true }
    expect(reasonFor({ commercial: 'refused' })).toBe('ALLOWED')
    expect(reasonFor({ commercial: 'refused' }, paid)).toBe('COMMERCIAL_REFUSED')
    expect(reasonFor({ commercial: 'refused' }, { purpose: 'commercial' })).toBe('COMMERCIAL_REFUSED')
    expect(reasonFor({ commercial: 'granted' }, paid)).toBe('COMMERCIAL_NOT_GRANTED')
    expect(reasonFor({ commercial: 'granted' }, { ...paid, commercialGrants: [parentId] })).toBe(
      'COMMERCIAL_NOT_GRANTED',
    )
    expect(reasonFor({ commercial: 'granted' }, { ...paid, commercialGrants: [parentId, policyId] })).toBe(
      'ALLOWED',
    )
    expect(reasonFor({ commercial: 'shared', share: 500 }, paid)).toBe('ALLOWED')
  })

  test('derivatives are refused, approved for this policy, or open', () => {
    const made = { derivative: true }
    expect(reasonFor({ derivatives: 'refused' })).toBe('ALLOWED')
    expect(reasonFor({ derivatives: 'refused' }, made)).toBe('DERIVATIVE_REFUSED')
    expect(reasonFor({ derivatives: 'by_approval' }, made)).toBe('DERIVATIVE_NOT_APPROVED')
    expect(reasonFor({ derivatives: 'by_approval' }, { ...made, derivativeApprovals: [policyId] })).toBe(
      'ALLOWED',
    )
    expect(reasonFor({ derivatives: 'reciprocal' }, made)).toBe('ALLOWED')
  })

  test('training makes no derivative by itself', () => {
    expect(reasonFor({ derivatives: 'refused' }, { purpose: 'training' })).toBe('ALLOWED')
  })
})

describe('a lineage', () => {
  test('refuses what a parent refuses, and asks for the grant of each', () => {
    const parents = [{ ...openPolicy, policyId: parentId, commercial: 'granted' as const }]
    const paid = { commercial: true }
    expect(reasonFor({ parents }, { ...paid, commercialGrants: [policyId] })).toBe('COMMERCIAL_NOT_GRANTED')
    expect(reasonFor({ parents }, { ...paid, commercialGrants: [parentId] })).toBe('ALLOWED')
    expect(reasonFor({ parents, commercial: 'granted' }, { ...paid, commercialGrants: [parentId] })).toBe(
      'COMMERCIAL_NOT_GRANTED',
    )
  })

  test('takes each policy’s audience in its own community', () => {
    const parents = [
      {
        ...openPolicy,
        policyId: parentId,
        communityId: otherCommunityId,
        audience: [{ anyOf: ['community' as const] }],
      },
    ]
    const audience = [{ anyOf: ['community' as const] }]
    const member = { communityId, roles: [] }
    const otherMember = { communityId: otherCommunityId, roles: [] }
    expect(reasonFor({ audience, parents }, { memberships: [member] })).toBe('AUDIENCE')
    expect(reasonFor({ audience, parents }, { memberships: [otherMember] })).toBe('AUDIENCE')
    expect(reasonFor({ audience, parents }, { memberships: [member, otherMember] })).toBe('ALLOWED')
  })

  test('tells the first reason of the list, whichever part has it', () => {
    const parents = [{ ...openPolicy, policyId: parentId, audience: [{ anyOf: ['elder' as const] }] }]
    expect(reasonFor({ parents, purposes: [], expiresAt: '2020-01-01T00:00:00Z' })).toBe('AUDIENCE')
    expect(
      reasonFor(
        { parents: [{ ...openPolicy, policyId: parentId, purposes: [] }], outreachOnly: true },
        { commercial: true },
      ),
    ).toBe('PURPOSE')
  })
})

test('reasons are told in their order when everything refuses at once', () => {
  const against: Partial<PolicyJson> = {
    audience: [{ anyOf: ['elder'] }],
    purposes: [],
    outreachOnly: true,
    commercial: 'refused',
    derivatives: 'refused',
    expiresAt: '2026-01-01T00:00:00Z',
    closedUntil: '2026-06-01T00:00:00Z',
    season: season('+00:00', ['01-01', '01-01']),
  }
  const request = { purpose: 'research', commercial: true, derivative: true } as const
  const lifted: [keyof PolicyJson, unknown][] = [
    ['audience', openPolicy.audience],
    ['purposes', openPolicy.purposes],
    ['outreachOnly', false],
    ['commercial', 'granted'],
    ['commercial', 'shared'],
    ['derivatives', 'by_approval'],
    ['derivatives', 'reciprocal'],
    ['expiresAt', null],
    ['closedUntil', null],
    ['season', null],
  ]
  let policy = against
  const told = [reasonFor(policy, request)]
  for (const [field, value] of lifted) {
    policy = { ...policy, [field]: value }
    told.push(reasonFor(policy, request))
  }
  expect(told).toEqual([...reasons.slice(2), 'ALLOWED'])
})

describe('time', () => {
  const at = (text: string) => parseMoment(text)

  test('a policy ends at the moment it names, which is told before', () => {
    const expiresAt = '2026-03-15T12:00:00Z'
    expect(decideFor({ expiresAt }, {}, now - 1)).toEqual({ allowed: true, reason: 'ALLOWED', until: now })
    expect(decideFor({ expiresAt }, {}, now)).toEqual({ allowed: false, reason: 'EXPIRED', until: null })
  })

  test('an early closing ends at the moment it names', () => {
    const closedUntil = '2026-03-15T12:00:00Z'
    expect(decideFor({ closedUntil }, {}, now - 1)).toEqual({
      allowed: false,
      reason: 'CLOSED_EARLY',
      until: now,
    })
    expect(decideFor({ closedUntil }, {}, now)).toEqual({ allowed: true, reason: 'ALLOWED', until: null })
  })

  test('a season opens and closes at local midnight', () => {
    const spring = { season: season('+02:00', ['03-01', '05-31']) }
    const opens = at('2026-02-28T22:00:00Z')
    const closes = at('2026-05-31T22:00:00Z')
    expect(decideFor(spring, {}, opens - 1)).toEqual({
      allowed: false,
      reason: 'OUT_OF_SEASON',
      until: opens,
    })
    expect(decideFor(spring, {}, opens)).toEqual({ allowed: true, reason: 'ALLOWED', until: closes })
    expect(decideFor(spring, {}, closes - 1)).toEqual({ allowed: true, reason: 'ALLOWED', until: closes })
    expect(decideFor(spring, {}, closes)).toEqual({
      allowed: false,
      reason: 'OUT_OF_SEASON',
      until: at('2027-02-28T22:00:00Z'),
    })
  })

  test('a season that passes the new year does', () => {
    const winter = { season: season('+00:00', ['12-15', '01-10']) }
    expect(decideFor(winter, {}, at('2026-12-31T23:59:59Z'))).toMatchObject({
      until: at('2027-01-11T00:00:00Z'),
    })
    expect(decideFor(winter, {}, at('2027-01-10T23:59:59Z')).allowed).toBe(true)
  })

  test('a season of 29 February waits for a leap year, also eight years', () => {
    const leap = { season: season('+14:00', ['02-29', '02-29']) }
    expect(decideFor(leap, {}, at('2026-03-15T12:00:00Z')).until).toBe(at('2028-02-29T00:00:00+14:00'))
    expect(decideFor(leap, {}, at('2096-02-29T23:59:59+14:00'))).toEqual({
      allowed: true,
      reason: 'ALLOWED',
      until: at('2096-03-01T00:00:00+14:00'),
    })
    expect(decideFor(leap, {}, at('2096-03-01T00:00:00+14:00')).until).toBe(at('2104-02-29T00:00:00+14:00'))
  })

  test('a season closed on 29 February alone is open in common years', () => {
    const allButLeap = { season: season('-12:00', ['03-01', '02-28']) }
    expect(decideFor(allButLeap, {}, at('2026-03-15T12:00:00Z')).until).toBe(at('2028-02-29T00:00:00-12:00'))
    expect(decideFor(allButLeap, {}, at('2028-02-29T00:00:00-12:00'))).toMatchObject({
      reason: 'OUT_OF_SEASON',
      until: at('2028-03-01T00:00:00-12:00'),
    })
  })

  test('before 1970 in local time there is a day too', () => {
    const newYear = { season: season('-12:00', ['01-01', '01-01']) }
    expect(decideFor(newYear, {}, 0)).toEqual({ allowed: false, reason: 'OUT_OF_SEASON', until: 43_200 })
  })

  test('what closes early out of season opens with the season', () => {
    const spring = season('+00:00', ['03-01', '05-31'])
    expect(decideFor({ season: spring, closedUntil: '2026-07-01T00:00:00Z' })).toEqual({
      allowed: false,
      reason: 'CLOSED_EARLY',
      until: at('2027-03-01T00:00:00Z'),
    })
  })

  test('an end before the opening means never', () => {
    const spring = season('+00:00', ['03-01', '05-31'])
    const summer = at('2026-07-01T00:00:00Z')
    const opens = '2027-03-01T00:00:00Z'
    expect(decideFor({ season: spring, expiresAt: opens }, {}, summer).until).toBeNull()
    expect(decideFor({ season: spring, expiresAt: '2027-03-01T00:00:01Z' }, {}, summer).until).toBe(at(opens))
  })

  test('the first end of several is told', () => {
    const parents = [{ ...openPolicy, policyId: parentId, expiresAt: '2026-04-01T00:00:00Z' }]
    expect(decideFor({ parents, season: season('+00:00', ['03-01', '05-31']) }).until).toBe(
      at('2026-04-01T00:00:00Z'),
    )
    expect(decideFor({ parents, season: season('+00:00', ['03-01', '03-20']) }).until).toBe(
      at('2026-03-21T00:00:00Z'),
    )
  })

  test('seasons that are never open together never open', () => {
    const parents = [{ ...openPolicy, policyId: parentId, season: season('+00:00', ['07-01', '07-31']) }]
    expect(decideFor({ parents, season: season('+00:00', ['01-01', '01-31']) })).toEqual({
      allowed: false,
      reason: 'OUT_OF_SEASON',
      until: null,
    })
  })

  test('seasons of several offsets are open while each is in its own local days', () => {
    const parents = [{ ...openPolicy, policyId: parentId, season: season('+14:00', ['03-01', '03-02']) }]
    const untilWith = (utcOffset: string, from: string, to: string) =>
      decideFor({ parents, season: season(utcOffset, [from, to]) }, {}, at('2026-01-01T00:00:00Z')).until
    expect(untilWith('-09:00', '02-28', '03-01')).toBe(at('2026-02-28T10:00:00Z'))
    expect(untilWith('-12:00', '02-28', '03-01')).toBe(at('2026-02-28T12:00:00Z'))
    // When 2 March begins in the west, it is over in the east.
    expect(untilWith('-12:00', '03-02', '03-02')).toBeNull()
  })

  test('a season without a day, which no document can hold, never opens', () => {
    const policy = policyWith({})
    expect(decide({ ...policy, season: { utcOffset: 0, days: 0n } }, requestWith(), now)).toEqual({
      allowed: false,
      reason: 'OUT_OF_SEASON',
      until: null,
    })
  })

  test('after 64 rounds of seasons closing one another it is called never', () => {
    const days = (parity: bigint) => {
      let bits = 0n
      for (let day = 0n; day < 366n; day++) if (day % 2n === parity) bits |= 1n << day
      return bits
    }
    // Every other day each, and both on 1 October.
    const together = 1n << 274n
    const policy = policyWith({ parents: [{ ...openPolicy, policyId: parentId }] })
    const both = {
      ...policy,
      season: { utcOffset: 0, days: days(0n) | together },
      parents: policy.parents.map((parent) => ({
        ...parent,
        season: { utcOffset: 0, days: days(1n) | together },
      })),
    }
    const untilAt = (text: string) => decide(both, requestWith(), at(text)).until
    expect(untilAt('2026-09-01T00:00:00Z')).toBe(at('2026-10-01T00:00:00Z'))
    expect(untilAt('2026-07-30T00:00:00Z')).toBe(at('2026-10-01T00:00:00Z'))
    expect(untilAt('2026-07-29T00:00:00Z')).toBeNull()
  })
})

test('a policy that says something everywhere allows who fits everything', () => {
  const request = requestWith({
    purpose: 'health',
    commercial: true,
    derivative: true,
    memberships: [{ communityId, roles: ['steward'] }],
    commercialGrants: [policyId],
    derivativeApprovals: [policyId],
  })
  expect(decide(parsePolicy(fullPolicy), request, parseMoment('2026-04-02T00:00:00Z'))).toEqual({
    allowed: true,
    reason: 'ALLOWED',
    until: parseMoment('2026-06-01T00:00:00+02:00'),
  })
})

test('random triples reach every reason, each at least once in a hundred', () => {
  const count = 4_000
  const histogram = new Map<string, number>(reasons.map((reason) => [reason, 0]))
  for (const { policy, request, at } of samplePolicyTriples(20_261_126, count)) {
    const { reason } = decide(policy === null ? null : parsePolicy(policy), parseRequest(request), at)
    histogram.set(reason, (histogram.get(reason) ?? 0) + 1)
  }
  const shares = [...histogram].map(([reason, found]) => `${reason} ${((100 * found) / count).toFixed(1)} %`)
  console.info(`Reasons of ${count} random triples: ${shares.join(', ')}`)
  for (const [reason, found] of histogram) expect([reason, found / count >= 0.01]).toEqual([reason, true])
})

test('the same seed gives the same triples', () => {
  expect(samplePolicyTriples(7, 20)).toEqual(samplePolicyTriples(7, 20))
  expect(samplePolicyTriples(7, 20)).not.toEqual(samplePolicyTriples(8, 20))
})
