import { describe, expect, test } from 'vitest'
import { fullPolicy, groupId, openPolicy, parentId, policyId } from '../../test/examplePolicy.ts'
import { refusalOf } from '../../test/refusalOf.ts'
import { PolicyError } from '../errors/PolicyError.ts'
import { parsePolicy } from './parsePolicy.ts'
import type { PolicyJson } from './policySchema.ts'
import { resolvePolicy } from './resolvePolicy.ts'

const parent = { ...openPolicy, policyId: parentId }
const zero = `0x${'0'.repeat(64)}`

function failure(json: unknown): PolicyError {
  try {
    parsePolicy(json)
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError)
    return error as PolicyError
  }
  throw new Error('It was not refused.')
}

test('a policy is read with its times in seconds and its season as days', () => {
  const policy = parsePolicy({ ...fullPolicy, policyId: policyId.toUpperCase().replace('0X', '0x') })
  expect(policy).toMatchObject({
    policyId,
    closedUntil: Date.parse('2026-03-31T22:00:00Z') / 1000,
    expiresAt: Date.parse('2030-01-01T00:00:00Z') / 1000,
    custodian: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    season: { utcOffset: 120 },
  })
  expect(policy.season?.days.toString(2).replaceAll('0', '')).toHaveLength(31 + 30 + 31 + 17 + 10)
})

test.each<[string, unknown]>([
  ['policyId', { policyId: '0x12' }],
  ['policyId', { policyId: zero }],
  ['communityId', { communityId: undefined }],
  ['audience', { audience: [] }],
  ['audience', { audience: Array.from({ length: 9 }, () => ({ anyOf: ['anyone'] })) }],
  ['audience[0].anyOf', { audience: [{ anyOf: [] }] }],
  ['audience[0].anyOf', { audience: [{ anyOf: ['elder', 'elder'] }] }],
  ['audience[1].anyOf[1]', { audience: [{ anyOf: ['anyone'] }, { anyOf: ['elder', 'king'] }] }],
  ['audience[0].anyOf[0]', { audience: [{ anyOf: [zero] }] }],
  ['audience[0].allOf', { audience: [{ anyOf: ['anyone'], allOf: [] }] }],
  [
    'audience[0].anyOf',
    { audience: [{ anyOf: Array.from({ length: 17 }, (_, index) => `0x${'d'.repeat(62)}${index + 10}`) }] },
  ],
  ['purposes[1]', { purposes: ['education', 'war'] }],
  ['purposes', { purposes: ['education', 'education'] }],
  ['commercial', { commercial: 'yes' }],
  ['share', { share: 10_001 }],
  ['share', { share: -1 }],
  ['share', { share: 0.5 }],
  ['share', { commercial: 'refused', share: 1 }],
  ['derivatives', { derivatives: null }],
  ['season.utcOffset', { season: {} }],
  ['season', { season: { utcOffset: '+00:00', windows: [{ from: '01-01', to: '12-31' }] } }],
  ['season', { season: { utcOffset: '+00:00', windows: [{ from: '03-02', to: '03-01' }] } }],
  ['season.windows', { season: { utcOffset: '+00:00', windows: [] } }],
  [
    'season.windows',
    {
      season: {
        utcOffset: '+00:00',
        windows: Array.from({ length: 13 }, () => ({ from: '01-01', to: '01-01' })),
      },
    },
  ],
  ['season.windows[0].to', { season: { utcOffset: '+00:00', windows: [{ from: '01-01', to: '02-30' }] } }],
  ['season.windows[0].from', { season: { utcOffset: '+00:00', windows: [{ from: '04-31', to: '05-01' }] } }],
  ['season.windows[0].from', { season: { utcOffset: '+00:00', windows: [{ from: '1-1', to: '05-01' }] } }],
  ...['+14:01', '-12:01', '+15:00', '-13:00', '02:00', 'Z', '+02:60', '+2:00'].map(
    (utcOffset): [string, unknown] => [
      'season.utcOffset',
      { season: { utcOffset, windows: [{ from: '01-01', to: '01-02' }] } },
    ],
  ),
  ['closedUntil', { closedUntil: '2026-03-01' }],
  ['closedUntil', { closedUntil: '2026-03-01T00:00:00.5Z' }],
  ['closedUntil', { closedUntil: 1_772_323_200 }],
  ['expiresAt', { expiresAt: '1970-01-01T00:00:00Z' }],
  ['expiresAt', { expiresAt: '2026-02-30T00:00:00Z' }],
  ['consent', { consent: 33 }],
  ['attribution', { attribution: zero }],
  ['outreachOnly', { outreachOnly: 'no' }],
  ['custodian', { custodian: `0x${'0'.repeat(40)}` }],
  ['custodian', { custodian: '0x12' }],
  ['retention', { retention: 'everything' }],
  ['labels[0]', { labels: [zero] }],
  ['labels', { labels: [groupId, groupId] }],
  ['document', { document: 'a text' }],
  ['seasons', { seasons: null }],
  ['parents', { parents: undefined }],
  ['parents[0].parents[0].consent', { parents: [{ ...parent, parents: [{ ...parent, consent: -1 }] }] }],
  ['parents[0].share', { parents: [{ ...parent, commercial: 'refused', share: 5 }] }],
])('a policy that is wrong at %s is refused, naming the place (%#)', (at, change) => {
  expect(failure({ ...openPolicy, ...(change as object) })).toMatchObject({
    code: 'policy_invalid',
    at,
    message: expect.stringContaining(`at ${at}: `),
    next: expect.stringContaining('sdk/README.md'),
  })
})

test.each([null, undefined, 5, 'policy', []])('%j is no policy', (json) => {
  expect(failure(json)).toMatchObject({
    code: 'policy_invalid',
    at: '',
    message: expect.stringMatching(/^The policy is not valid: /),
  })
})

test('times may be written with a fraction that is zero, as programs do', () => {
  expect(parsePolicy({ ...openPolicy, expiresAt: '2030-01-01T00:00:00.000Z' }).expiresAt).toBe(1_893_456_000)
})

test.each(['+14:00', '-12:00', '-00:30', '+13:59'])('the offset %s is read', (utcOffset) => {
  const season = { utcOffset, windows: [{ from: '01-01', to: '01-02' }] }
  expect(parsePolicy({ ...openPolicy, season }).season?.days).toBe(3n)
})

test('what is unknown is told in words, with what there is', () => {
  expect(failure({ ...openPolicy, audience: [{ anyOf: ['king'] }] }).message).toBe(
    'The policy is not valid at audience[0].anyOf[0]: is neither anyone, community, grantees, elder, steward, treasurer nor the id of a group.',
  )
  expect(failure({ ...openPolicy, colour: 'red' }).message).toBe(
    'The policy is not valid at colour: is not a field of it.',
  )
})

describe('a policy that is written twice in a lineage', () => {
  const grandparent = { ...openPolicy, policyId: groupId, purposes: ['education', 'health'] as const }
  const lineage = (second: object) => ({
    ...openPolicy,
    parents: [
      { ...parent, parents: [grandparent] },
      { ...grandparent, ...second },
    ],
  })

  test('may be written in another order', () => {
    expect(parsePolicy(lineage({ purposes: ['health', 'education'] })).parents).toHaveLength(2)
  })

  test.each([
    { purposes: ['health'] },
    { audience: [{ anyOf: ['community'] }] },
    { expiresAt: '2030-01-01T00:00:00Z' },
    { labels: [policyId] },
    { season: { utcOffset: '+00:00', windows: [{ from: '01-01', to: '01-02' }] } },
    { parents: [parent] },
  ])('has to say the same (%#)', (change) => {
    expect(failure(lineage(change))).toMatchObject({
      code: 'policy_contradiction',
      at: 'parents[1]',
      details: { policyId: groupId },
    })
  })

  test('cannot descend from itself', () => {
    expect(failure({ ...openPolicy, parents: [openPolicy] })).toMatchObject({
      code: 'policy_contradiction',
      at: 'parents[0]',
    })
    expect(failure({ ...openPolicy, parents: [{ ...parent, parents: [openPolicy] }] })).toMatchObject({
      at: 'parents[0].parents[0]',
    })
  })
})

test('more generations than can be followed are refused before they are', () => {
  let policy: PolicyJson = openPolicy
  for (let index = 0; index < 5_000; index++) {
    policy = { ...openPolicy, policyId: `0x${String(index + 1).padStart(64, '0')}`, parents: [policy] }
  }
  expect(failure(policy)).toMatchObject({ code: 'policy_too_deep', at: 'parents' })
})

test('errors name the place in the document that a policy is part of', () => {
  const refuse = (json: unknown) => {
    try {
      parsePolicy(json, 'policy')
    } catch (error) {
      return (error as PolicyError).at
    }
  }
  expect(refuse({ ...openPolicy, consent: -1 })).toBe('policy.consent')
  expect(refuse(5)).toBe('policy')
  expect(refuse({ ...openPolicy, parents: [openPolicy] })).toBe('policy.parents[0]')
})

test('a lineage that cannot be is told, with what to do', () => {
  let deep: unknown = openPolicy
  for (let depth = 0; depth < 65; depth++) deep = { ...openPolicy, parents: [deep] }
  expect(refusalOf(() => parsePolicy(deep))).toStrictEqual({
    code: 'policy_too_deep',
    message: 'The policy has more than 64 generations.',
    next: 'Name at most 15 policies that it descends from.',
    details: { at: 'parents' },
  })
  const twice = [openPolicy, { ...openPolicy, share: 1 }].map((one) => ({ ...one, policyId: parentId }))
  expect(refusalOf(() => parsePolicy({ ...openPolicy, parents: twice }))).toStrictEqual({
    code: 'policy_contradiction',
    message: `The policy ${parentId} is written twice with different contents, the second time at parents[1].`,
    next: 'Write it the same in both places, as it stands on chain.',
    details: { at: 'parents[1]', policyId: parentId },
  })
})

test('a lineage of too many parts permits nothing, and is told so', () => {
  const parents = Array.from({ length: 16 }, (_, index) => ({
    ...openPolicy,
    policyId: `0x${String(index + 1).padStart(64, '0')}`,
  }))
  const policy = parsePolicy({ ...openPolicy, parents })
  expect(refusalOf(() => resolvePolicy(policy))).toStrictEqual({
    code: 'policy_too_many_parts',
    message: 'The policy has 17 parts with all it descends from; the most is 16.',
    next: 'Build on fewer policies. As it is, it permits nothing.',
    details: { at: 'parents', expected: 16, actual: 17 },
  })
})
