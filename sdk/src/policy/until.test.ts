import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openPolicy } from '../../test/examplePolicy.ts'
import { policyTriple, seasonJson } from '../../test/policyTriples.ts'
import { decide } from './decide.ts'
import { parsePolicy } from './parsePolicy.ts'
import { parseRequest } from './parseRequest.ts'
import type { Policy, PolicyJson } from './policySchema.ts'
import type { PolicyRequest } from './requestSchema.ts'
import { horizonDays } from './season.ts'

const secondsOfDay = 86_400

/** All parts of a document, as often as they are written. */
const flatten = (policy: PolicyJson): PolicyJson[] => [policy, ...policy.parents.flatMap(flatten)]

const offsetSeconds = (text: string) =>
  (text.startsWith('-') ? -1 : 1) * (Number(text.slice(1, 3)) * 3_600 + Number(text.slice(4)) * 60)

/** Whether time refuses, told from the document's text with the calendar that JavaScript has. */
function isRefusedByTime(parts: readonly PolicyJson[], at: number): boolean {
  return parts.some(({ expiresAt, closedUntil, season }) => {
    if (expiresAt !== null && at * 1000 >= Date.parse(expiresAt)) return true
    if (closedUntil !== null && at * 1000 < Date.parse(closedUntil)) return true
    if (season === null) return false
    const local = new Date((at + offsetSeconds(season.utcOffset)) * 1000).toISOString().slice(5, 10)
    return !season.windows.some(({ from, to }) =>
      from <= to ? from <= local && local <= to : local >= from || local <= to,
    )
  })
}

/** Every moment after one and up to another at which time may change a decision. */
function* changes(parts: readonly PolicyJson[], from: number, to: number): Generator<number> {
  const offsets = new Set(
    parts.flatMap(({ season }) => (season === null ? [] : [offsetSeconds(season.utcOffset)])),
  )
  for (const offset of offsets) {
    const first = (Math.floor((from + offset) / secondsOfDay) + 1) * secondsOfDay - offset
    for (let at = first; at <= to; at += secondsOfDay) yield at
  }
  for (const { expiresAt, closedUntil } of parts) {
    for (const time of [expiresAt, closedUntil]) {
      const at = time === null ? from : Date.parse(time) / 1000
      if (at > from && at <= to) yield at
    }
  }
}

/** Holds one decision against every moment between it and the change that it announces. */
function checkUntil(json: PolicyJson, policy: Policy, request: PolicyRequest, at: number): void {
  const decision = decide(policy, request, at)
  const parts = flatten(json)
  const { allowed, until } = decision
  const isByTime = allowed || decision.reason === 'CLOSED_EARLY' || decision.reason === 'OUT_OF_SEASON'
  if (!isByTime) {
    expect(until).toBeNull()
    return
  }
  expect(isRefusedByTime(parts, at)).toBe(!allowed)
  // Without an end: for as long as every season repeats itself, or as 64 rounds of at least a day look ahead.
  const last = until === null ? at + (allowed ? horizonDays : 63) * secondsOfDay : until - 1
  for (const moment of [...changes(parts, at, last), last]) {
    if (isRefusedByTime(parts, moment) === allowed) {
      throw new Error(`${JSON.stringify(decision)} at ${at}, but it changes at ${moment}`)
    }
  }
  if (until !== null) {
    expect(until).toBeGreaterThan(at)
    expect(decide(policy, request, until - 1).allowed).toBe(allowed)
    expect(decide(policy, request, until).allowed).toBe(!allowed)
  }
}

test('nothing changes before `until`, and the decision does at it, in random lineages', () => {
  fc.assert(
    fc.property(policyTriple, ({ policy, request, at }) => {
      if (policy === null) return
      checkUntil(policy, parsePolicy(policy), parseRequest(request), at)
    }),
    { numRuns: 300 },
  )
})

test('a season alone is exact in every offset from UTC', () => {
  const request = parseRequest({ purpose: 'education' })
  const windows = [
    { from: '02-29', to: '02-29' },
    { from: '12-30', to: '01-02' },
    { from: '06-15', to: '07-20' },
  ]
  for (let minutes = -720; minutes <= 840; minutes += 15) {
    const size = Math.abs(minutes)
    const utcOffset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
    const json = { ...openPolicy, season: { utcOffset, windows } }
    const policy = parsePolicy(json)
    for (const day of [
      '2027-12-29T20:00:00Z',
      '2028-02-28T12:00:00Z',
      '2028-02-29T12:00:00Z',
      '2028-07-20T12:00:00Z',
    ]) {
      checkUntil(json, policy, request, Date.parse(day) / 1000)
    }
  }
})

test('the hours of random seasons over two years are decided as the calendar says', () => {
  const request = parseRequest({ purpose: 'education' })
  fc.assert(
    fc.property(seasonJson, fc.integer({ min: 1970, max: 2200 }), (season, year) => {
      const json = { ...openPolicy, season }
      const policy = parsePolicy(json)
      const start = Date.parse(`${year}-01-01T00:00:00Z`) / 1000
      for (let at = start; at < start + 731 * secondsOfDay; at += 3_600 * 7 + 1) {
        if (decide(policy, request, at).allowed === isRefusedByTime([json], at)) {
          throw new Error(`${JSON.stringify(season)} at ${new Date(at * 1000).toISOString()}`)
        }
      }
    }),
    { numRuns: 20 },
  )
})

test('a closing that is over does not hide when the season opens', () => {
  const season = { utcOffset: '+00:00', windows: [{ from: '06-01', to: '06-30' }] }
  const policy = parsePolicy({ ...openPolicy, season, closedUntil: '2026-01-01T00:00:00Z' })
  const at = Date.parse('2026-03-01T00:00:00Z') / 1000
  expect(decide(policy, parseRequest({ purpose: 'education' }), at)).toEqual({
    allowed: false,
    reason: 'OUT_OF_SEASON',
    until: Date.parse('2026-06-01T00:00:00Z') / 1000,
  })
})
