import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullPolicy, groupId, parentId, policyWith } from '../../test/examplePolicy.ts'
import { policyTriple } from '../../test/policyTriples.ts'
import { refusalOf } from '../../test/refusalOf.ts'
import { decodeRules } from './decodeRules.ts'
import { encodeRules } from './encodeRules.ts'
import { parsePolicy } from './parsePolicy.ts'
import { policyParts } from './policyParts.ts'
import { policyToJson } from './policyToJson.ts'
import { resolvePart } from './resolvePolicy.ts'
import type { Rules } from './rules.ts'

const zero = `0x${'0'.repeat(64)}` as const
const open: Rules = encodeRules(policyWith({}))
const about = { policyId: parentId, communityId: groupId, closedUntil: null } as const
const bits = (...places: number[]) => places.reduce((all, place) => all | (1n << BigInt(place)), 0n)

test('a policy that says something everywhere is encoded as the contracts take it', () => {
  const policy = parsePolicy({
    ...fullPolicy,
    audience: [{ anyOf: [`0x${'d2'.repeat(32)}`, 'grantees', groupId, 'community', 'treasurer', 'elder'] }],
    labels: [`0x${'f2'.repeat(32)}`, `0x${'f1'.repeat(32)}`],
    season: {
      utcOffset: '-03:30',
      windows: [
        { from: '12-31', to: '01-02' },
        { from: '09-12', to: '09-14' },
      ],
    },
  })
  expect(encodeRules(policy)).toEqual({
    audience: [{ kinds: 6, roles: 5, groups: [groupId, `0x${'d2'.repeat(32)}`] }],
    purposes: 0b10001001,
    commercial: 1,
    shareBps: 1_250,
    derivatives: 1,
    outreachOnly: false,
    retention: 0,
    consentThreshold: 3,
    expiresAt: 1_893_456_000,
    // 12 September is day 255, the last of the first word.
    season: { utcOffset: -210, first: bits(0, 1, 255), last: bits(0, 1, 365 - 256) },
    custodian: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    attribution: `0x${'e1'.repeat(32)}`,
    document: `0x${'e2'.repeat(32)}`,
    labels: [`0x${'f1'.repeat(32)}`, `0x${'f2'.repeat(32)}`],
  })
})

test('zero stands for none', () => {
  expect(open).toEqual({
    audience: [{ kinds: 1, roles: 0, groups: [] }],
    purposes: 511,
    commercial: 2,
    shareBps: 0,
    derivatives: 2,
    outreachOnly: false,
    retention: 1,
    consentThreshold: 0,
    expiresAt: 0,
    season: { utcOffset: 0, first: 0n, last: 0n },
    custodian: `0x${'0'.repeat(40)}`,
    attribution: zero,
    document: zero,
    labels: [],
  })
  expect(decodeRules(open, about)).toMatchObject({
    ...about,
    expiresAt: null,
    season: null,
    custodian: null,
    attribution: null,
    document: null,
  })
})

test('rules are read back as they were, and mean the same', () => {
  fc.assert(
    fc.property(policyTriple, ({ policy }) => {
      if (policy === null) return
      for (const part of policyParts(parsePolicy(policy))) {
        const rules = encodeRules(part)
        const read = decodeRules(rules, part)
        expect(encodeRules(read)).toEqual(rules)
        expect(resolvePart(read)).toEqual(resolvePart(part))
        expect(read.document).toBe(part.document)
      }
    }),
    { numRuns: 200 },
  )
})

test.each<[string, Partial<Rules>]>([
  ['kind of audience', { audience: [{ kinds: 8, roles: 0, groups: [] }] }],
  ['role', { audience: [{ kinds: 1, roles: 8, groups: [] }] }],
  ['purpose', { purposes: 1 << 9 }],
  ['commercial rule', { commercial: 3 }],
  ['rule for derivatives', { derivatives: 3 }],
  ['rule for retention', { retention: 2 }],
  ['season', { season: { utcOffset: 0, first: 0n, last: 1n << 110n } }],
])('a %s without a meaning is refused', (field, change) => {
  expect(() => decodeRules({ ...open, ...change }, about)).toThrow(
    expect.objectContaining({
      code: 'rules_invalid',
      at: field,
      next: expect.stringContaining('newer version'),
    }),
  )
})

test('a policy is written as it is read', () => {
  fc.assert(
    fc.property(policyTriple, ({ policy: json }) => {
      if (json === null) return
      const policy = parsePolicy(json)
      expect(parsePolicy(policyToJson(policy))).toEqual(policy)
    }),
    { numRuns: 200 },
  )
  expect(policyToJson(parsePolicy(fullPolicy))).toEqual({
    ...fullPolicy,
    closedUntil: '2026-03-31T22:00:00Z',
  })
})

test('a season of a contract that has more windows than a document can is not written', () => {
  const places = Array.from({ length: 13 }, (_, index) => index * 2)
  const read = (windows: number) => ({
    ...decodeRules(
      { ...open, season: { utcOffset: 0, first: bits(...places.slice(0, windows)), last: 0n } },
      about,
    ),
    parents: [],
  })
  expect(policyToJson(read(12)).season?.windows).toHaveLength(12)
  expect(() => policyToJson(read(13))).toThrow(
    expect.objectContaining({ code: 'policy_unwritable', at: 'season.windows' }),
  )
})

test('what cannot be read or written is told, with what to do', () => {
  expect(refusalOf(() => decodeRules({ ...open, commercial: 3 }, about))).toStrictEqual({
    code: 'rules_invalid',
    message: 'The rules hold a commercial rule without a meaning: 3.',
    next: 'Use a newer version of this program; until then the policy permits nothing.',
    details: { at: 'commercial rule', field: 'commercial rule' },
  })
  const places = Array.from({ length: 13 }, (_, index) => index * 2)
  const season = { utcOffset: 0, first: bits(...places), last: 0n }
  expect(
    refusalOf(() => policyToJson({ ...decodeRules({ ...open, season }, about), parents: [] })),
  ).toStrictEqual({
    code: 'policy_unwritable',
    message: 'The season has 13 windows; at most 12 can be written.',
    next: 'Decide with it as it was read from the chain.',
    details: { at: 'season.windows', expected: 12, actual: 13 },
  })
})

test('a season of every day is read', () => {
  const season = { utcOffset: 60, first: 2n ** 256n - 1n, last: 2n ** 110n - 1n }
  expect(decodeRules({ ...open, season }, about).season).toEqual({ utcOffset: 60, days: 2n ** 366n - 1n })
})
