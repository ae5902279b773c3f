import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  groupId,
  openPolicy,
  otherCommunityId,
  parentId,
  policyId,
  policyWith,
} from '../../test/examplePolicy.ts'
import { policyTriple } from '../../test/policyTriples.ts'
import { decide } from './decide.ts'
import { isAtMost } from './isAtMost.ts'
import { parsePolicy } from './parsePolicy.ts'
import { parseRequest } from './parseRequest.ts'
import type { Policy, PolicyJson } from './policySchema.ts'

const season = (from: string, to: string, utcOffset = '+02:00') => ({ utcOffset, windows: [{ from, to }] })
const audience = (...clauses: PolicyJson['audience'][number]['anyOf'][]) => ({
  audience: clauses.map((anyOf) => ({ anyOf })),
})
const parents = [{ ...openPolicy, policyId: parentId }]

/** What is stricter, than what. */
const tightenings: [string, Partial<PolicyJson>, Partial<PolicyJson>][] = [
  ['fewer terms', audience(['elder']), audience(['elder', groupId])],
  ['one clause more', audience(['elder'], [groupId]), audience(['elder'])],
  ['a clause in place of anyone', audience(['community']), audience(['anyone'])],
  ['a clause in place of anyone among others', audience(['community']), audience(['anyone', 'elder'])],
  ['one clause within two', audience([groupId]), audience([groupId, 'elder'], [groupId, 'steward'])],
  ['fewer purposes', { purposes: ['health'] }, {}],
  ['no purpose', { purposes: [] }, { purposes: ['health'] }],
  ['grants instead of a share', { commercial: 'granted', share: 100 }, { share: 100 }],
  ['a higher share', { share: 101 }, { share: 100 }],
  ['no commercial use instead of a share', { commercial: 'refused' }, { share: 100 }],
  ['no commercial use instead of grants', { commercial: 'refused' }, { commercial: 'granted', share: 5 }],
  ['approval', { derivatives: 'by_approval' }, {}],
  ['no derivatives', { derivatives: 'refused' }, { derivatives: 'by_approval' }],
  ['outreach only', { outreachOnly: true }, {}],
  ['nothing kept', { retention: 'none' }, {}],
  ['an end', { expiresAt: '2030-01-01T00:00:00Z' }, {}],
  ['an earlier end', { expiresAt: '2029-01-01T00:00:00Z' }, { expiresAt: '2030-01-01T00:00:00Z' }],
  ['a season', { season: season('03-01', '05-31') }, {}],
  ['a shorter season', { season: season('03-02', '05-31') }, { season: season('03-01', '05-31') }],
  ['an attribution', { attribution: groupId }, {}],
  ['more labels', { labels: [groupId, policyId] }, { labels: [policyId] }],
]

/** What is neither stricter nor laxer. */
const others: [string, Partial<PolicyJson>, Partial<PolicyJson>][] = [
  ['another community', { communityId: otherCommunityId }, {}],
  ['another audience', audience(['elder']), audience([groupId])],
  [
    'a season of another offset',
    { season: season('03-01', '05-31') },
    { season: season('03-01', '05-31', '+03:00') },
  ],
  ['another season', { season: season('03-01', '05-31') }, { season: season('05-01', '06-30') }],
  ['a custodian where there was none', { custodian: `0x${'ab'.repeat(20)}` }, {}],
  ['another custodian', { custodian: `0x${'ab'.repeat(20)}` }, { custodian: `0x${'cd'.repeat(20)}` }],
  ['more consent', { consent: 3 }, { consent: 2 }],
  ['consent where there was none', { consent: 1 }, {}],
  ['another attribution', { attribution: groupId }, { attribution: policyId }],
  ['a parent more', { parents }, {}],
  ['a lower share for fewer', { commercial: 'granted', share: 99 }, { share: 100 }],
]

test.each(tightenings)('%s permits at most as much, and not the other way round', (_, stricter, policy) => {
  expect(isAtMost(policyWith(stricter), policyWith(policy))).toBe(true)
  expect(isAtMost(policyWith(policy), policyWith(stricter))).toBe(false)
})

test.each(others)('%s is no tightening in either direction', (_, one, other) => {
  expect(isAtMost(policyWith(one), policyWith(other))).toBe(false)
  expect(isAtMost(policyWith(other), policyWith(one))).toBe(false)
})

describe('what may change freely', () => {
  test.each<[string, Partial<PolicyJson>]>([
    ['nothing', {}],
    ['its document', { document: groupId }],
    ['its id', { policyId: parentId }],
    ['an early closing, which is no rule', { closedUntil: '2030-01-01T00:00:00Z' }],
  ])('%s', (_, change) => {
    expect(isAtMost(policyWith(change), policyWith({}))).toBe(true)
    expect(isAtMost(policyWith({}), policyWith(change))).toBe(true)
  })

  test('the order in which parents are named', () => {
    const [one, other] = [...parents, { ...openPolicy, policyId: groupId }] as [PolicyJson, PolicyJson]
    expect(isAtMost(policyWith({ parents: [one, other] }), policyWith({ parents: [other, one] }))).toBe(true)
  })
})

test('nobody is within every audience, and every other audience is more than nobody', () => {
  const nobody: Policy = { ...policyWith({}), audience: [{ anyOf: [] }] }
  const none: Policy = { ...policyWith({}), audience: [] }
  for (const empty of [nobody, none]) {
    expect(isAtMost(empty, policyWith(audience(['elder'], [groupId])))).toBe(true)
    expect(isAtMost(policyWith(audience(['elder'])), empty)).toBe(false)
    expect(isAtMost(policyWith({}), empty)).toBe(false)
  }
  expect(isAtMost(nobody, none)).toBe(true)
  expect(isAtMost(none, nobody)).toBe(true)
})

test('what permits at most as much never allows what the other refuses', () => {
  const changes = fc.constantFrom(...tightenings.map(([, stricter]) => stricter))
  let drawn = 0
  let tightened = 0
  fc.assert(
    fc.property(
      policyTriple,
      fc.array(changes, { minLength: 1, maxLength: 4 }),
      ({ policy: json, request, at }, some) => {
        drawn += 1
        if (json === null) return
        const policy = parsePolicy(json)
        const changed: PolicyJson = Object.assign({}, json, ...some)
        const stricter = parsePolicy({
          ...changed,
          share: changed.commercial === 'refused' ? 0 : changed.share,
        })
        if (!isAtMost(stricter, policy)) return
        tightened += 1
        const asked = parseRequest(request)
        if (decide(stricter, asked, at).allowed) expect(decide(policy, asked, at).allowed).toBe(true)
      },
    ),
    { numRuns: 2_000 },
  )
  expect(tightened / drawn).toBeGreaterThan(0.1)
})

test('what ends at the same moment permits at most as much', () => {
  const ends = policyWith({ expiresAt: '2030-01-01T00:00:00Z' })
  expect(isAtMost(ends, ends)).toBe(true)
})
