import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  communityId,
  fullPolicy,
  openPolicy,
  otherCommunityId,
  parentId,
  policyId,
  policyWith,
} from '../../test/examplePolicy.ts'
import { policyTriple } from '../../test/policyTriples.ts'
import { decideEffective } from './decideEffective.ts'
import type { BoundTerm, EffectivePolicy } from './effectivePolicy.ts'
import { meet, meetAudiences } from './meet.ts'
import { parsePolicy } from './parsePolicy.ts'
import { parseRequest } from './parseRequest.ts'
import { policyParts } from './policyParts.ts'
import { reasons } from './reasons.ts'
import { resolvePart, resolvePolicy } from './resolvePolicy.ts'

/** Single policies out of random lineages, with a request and a time that fit them. */
const someParts = policyTriple
  .filter(({ policy }) => policy !== null)
  .map(({ policy, request, at }) => ({
    parts: policyParts(parsePolicy(policy)).map((part) => resolvePart(part)),
    request: parseRequest(request),
    at,
  }))
const numRuns = 300

test('the meet is idempotent', () => {
  fc.assert(
    fc.property(someParts, ({ parts }) => {
      for (const part of parts) expect(meet(part, part)).toEqual(part)
      const all = parts.reduce(meet)
      expect(meet(all, all)).toEqual(all)
    }),
    { numRuns },
  )
})

test('the meet is commutative', () => {
  fc.assert(
    fc.property(someParts, someParts, ({ parts }, { parts: others }) => {
      const [one, other] = [parts.reduce(meet), others.reduce(meet)]
      expect(meet(one, other)).toEqual(meet(other, one))
    }),
    { numRuns },
  )
})

test('the meet is associative', () => {
  fc.assert(
    fc.property(someParts, someParts, someParts, ({ parts: [a] }, { parts: [b] }, { parts: [c] }) => {
      if (a === undefined || b === undefined || c === undefined) throw new Error('no part')
      expect(meet(meet(a, b), c)).toEqual(meet(a, meet(b, c)))
    }),
    { numRuns },
  )
})

test('the meet is associative over whole lineages', () => {
  fc.assert(
    fc.property(someParts, fc.nat(), ({ parts }, cut) => {
      const at = cut % parts.length
      const [left, right] = [parts.slice(0, at), parts.slice(at)]
      const whole = parts.reduce(meet)
      expect(left.length === 0 ? right.reduce(meet) : meet(left.reduce(meet), right.reduce(meet))).toEqual(
        whole,
      )
      expect(parts.toReversed().reduce(meet)).toEqual(whole)
    }),
    { numRuns },
  )
})

test('together they refuse what any refuses and allow what all allow, for the first reason of any', () => {
  fc.assert(
    fc.property(someParts, ({ parts, request, at }) => {
      const told = parts.map((part) => decideEffective(part, request, at))
      const refusals = told.filter((decision) => !decision.allowed)
      const together = decideEffective(parts.reduce(meet), request, at)
      expect(together.allowed).toBe(refusals.length === 0)
      const first = Math.min(
        ...(refusals.length === 0 ? told : refusals).map(({ reason }) => reasons.indexOf(reason)),
      )
      expect(together.reason).toBe(reasons[first])
    }),
    { numRuns: 1_000 },
  )
})

test('together they end with the first that ends, and open no sooner than the last that opens', () => {
  fc.assert(
    fc.property(someParts, ({ parts, request, at }) => {
      const told = parts.map((part) => decideEffective(part, request, at))
      const { allowed, until } = decideEffective(parts.reduce(meet), request, at)
      if (allowed) {
        const ends = told.map((decision) => decision.until).filter((end) => end !== null)
        expect(until).toBe(ends.length === 0 ? null : Math.min(...ends))
      } else if (until !== null) {
        for (const decision of told) {
          if (!decision.allowed) expect(decision.until ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(until)
          expect(decision.allowed || decision.until !== null).toBe(true)
        }
        for (const part of parts) expect(decideEffective(part, request, until).allowed).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('a child never gets more than its parent', () => {
  fc.assert(
    fc.property(policyTriple, ({ policy: json, request: asked, at }) => {
      if (json === null) return
      const policy = parsePolicy(json)
      if (policyParts(policy).length > 16) return
      const request = parseRequest(asked)
      if (!decideEffective(resolvePolicy(policy), request, at).allowed) return
      for (const parent of policy.parents) {
        expect(decideEffective(resolvePolicy(parent), request, at).allowed).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('clauses that others imply fall away', () => {
  const a: BoundTerm = `group:${policyId}`
  const b: BoundTerm = `group:${parentId}`
  const c: BoundTerm = `community:${communityId}`
  const clauses = (...lists: BoundTerm[][]) => meetAudiences(lists)
  expect(clauses(['anyone'])).toEqual([['anyone']])
  expect(clauses(['anyone', a], ['anyone'])).toEqual([['anyone']])
  expect(clauses([a], ['anyone', b])).toEqual([[a]])
  expect(clauses([b, a], [a, b])).toEqual([[a, b]])
  expect(clauses([a, b], [a])).toEqual([[a]])
  expect(clauses([a, b], [b, c])).toEqual([[c, b].sort(), [a, b]])
  expect(clauses([a, b], [], ['anyone'])).toEqual([[]])
})

test('a policy that says something everywhere has this normal form', () => {
  expect(resolvePart(parsePolicy(fullPolicy))).toEqual({
    audience: [
      [`community:${communityId}`, `grantees:${communityId}`, `group:0x${'d1'.repeat(32)}`],
      [`elder:${communityId}`, `steward:${communityId}`],
    ],
    purposes: ['education', 'health', 'commercial'],
    commercial: 'granted',
    commercialGrants: [policyId],
    share: 1_250,
    derivatives: 'by_approval',
    derivativeApprovals: [policyId],
    seasons: [{ utcOffset: 120, days: parsePolicy(fullPolicy).season?.days }],
    closedUntil: Date.parse('2026-03-31T22:00:00Z') / 1000,
    consents: [{ communityId, consent: 3 }],
    attributions: [`0x${'e1'.repeat(32)}`],
    outreachOnly: false,
    expiresAt: Date.parse('2030-01-01T00:00:00Z') / 1000,
    custodians: ['0x70997970C51812dc3A010C7d01b50e0d17dc79C8'],
    retention: 'none',
    labels: [`0x${'f1'.repeat(32)}`, `0x${'f2'.repeat(32)}`],
  })
})

test('the strictest of each rule holds for a lineage', () => {
  const parent = { ...openPolicy, policyId: parentId, communityId: otherCommunityId }
  const both = (own: object, inherited: object) =>
    resolvePolicy(policyWith({ ...own, parents: [{ ...parent, ...inherited }] }))
  expect(both({ share: 100 }, { share: 700 })).toMatchObject({ commercial: 'shared', share: 700 })
  expect(both({ share: 100 }, { commercial: 'granted', share: 50 })).toMatchObject({
    commercial: 'granted',
    commercialGrants: [parentId],
    share: 100,
  })
  expect(both({ share: 100 }, { commercial: 'refused' })).toMatchObject({ commercial: 'refused', share: 0 })
  expect(both({ commercial: 'granted' }, { commercial: 'refused' })).toMatchObject({ commercialGrants: [] })
  expect(both({ derivatives: 'by_approval' }, { derivatives: 'by_approval' })).toMatchObject({
    derivatives: 'by_approval',
    derivativeApprovals: [policyId, parentId],
  })
  expect(both({ derivatives: 'by_approval' }, { derivatives: 'refused' })).toMatchObject({
    derivatives: 'refused',
    derivativeApprovals: [],
  })
  expect(both({ retention: 'hashes' }, { retention: 'none' })).toMatchObject({ retention: 'none' })
  expect(both({ outreachOnly: true }, {})).toMatchObject({ outreachOnly: true })
  expect(both({ consent: 2 }, { consent: 5 })).toMatchObject({
    consents: [
      { communityId, consent: 2 },
      { communityId: otherCommunityId, consent: 5 },
    ],
  })
  expect(both({ consent: 2 }, { consent: 5, communityId })).toMatchObject({
    consents: [{ communityId, consent: 5 }],
  })
  expect(both({ expiresAt: '2030-01-01T00:00:00Z' }, {})).toMatchObject({ expiresAt: 1_893_456_000 })
  expect(
    both({ closedUntil: '2030-01-01T00:00:00Z' }, { closedUntil: '2031-01-01T00:00:00Z' }),
  ).toMatchObject({
    closedUntil: 1_924_992_000,
  })
})

test('a lineage of more than sixteen parts has no normal form', () => {
  const parents = Array.from({ length: 16 }, (_, index) => ({
    ...openPolicy,
    policyId: `0x${String(index + 1).padStart(64, '0')}`,
  }))
  expect(resolvePolicy(policyWith({ parents: parents.slice(1) })).audience).toEqual([['anyone']])
  expect(() => resolvePolicy(policyWith({ parents }))).toThrow(
    expect.objectContaining({
      code: 'policy_too_many_parts',
      details: { at: 'parents', expected: 16, actual: 17 },
    }),
  )
})

test('what neither limits, both together do not: never closed early, without an end', () => {
  const open = resolvePart(policyWith({}))
  expect(meet(open, open)).toMatchObject({ closedUntil: null, expiresAt: null, share: 0 })
  const limited = resolvePart(
    policyWith({ closedUntil: '2027-03-01T00:00:00Z', expiresAt: '2028-03-01T00:00:00Z' }),
  )
  for (const both of [meet(open, limited), meet(limited, open)]) {
    expect(both).toMatchObject({ closedUntil: limited.closedUntil, expiresAt: limited.expiresAt })
  }
})

test('seasons stand in the order of their offsets, then of their days', () => {
  const season = (utcOffset: number, days: bigint): EffectivePolicy => ({
    ...resolvePart(policyWith({})),
    seasons: [{ utcOffset, days }],
  })
  const all = [season(0, 5n), season(0, 3n), season(-60, 9n), season(0, 4n), season(0, 3n)]
  expect(all.reduce(meet).seasons).toEqual([
    { utcOffset: -60, days: 9n },
    { utcOffset: 0, days: 3n },
    { utcOffset: 0, days: 4n },
    { utcOffset: 0, days: 5n },
  ])
})
