import fc from 'fast-check'
import type { Hex } from 'viem'
import { type Role, roleBits } from '../src/governance/roles.ts'
import { monthDay } from '../src/policy/calendar.ts'
import { formatMoment } from '../src/policy/moment.ts'
import type { PolicyJson } from '../src/policy/policySchema.ts'
import type { PolicyRequestJson } from '../src/policy/requestSchema.ts'
import { everyDay } from '../src/policy/season.ts'
import { daysOfWindows } from '../src/policy/seasonWindows.ts'
import { formatUtcOffset } from '../src/policy/utcOffset.ts'
import { audienceKindBits, purposes, retentionRules } from '../src/policy/vocabulary.ts'

/** A policy as JSON, null where there is none, a request, and Unix seconds. */
export type PolicyTriple = { policy: PolicyJson | null; request: PolicyRequestJson; at: number }

const id = (kind: string, index: number): Hex => `0x${kind}${String(index).padStart(62, '0')}`
const communities = [0, 1, 2, 3].map((index) => id('c0', index))
const groups = Array.from({ length: 10 }, (_, index) => id('d0', index))
const roles = Object.keys(roleBits) as Role[]
const words = [...Object.keys(audienceKindBits), ...roles] as (keyof typeof audienceKindBits | Role)[]
const secondsOfDay = 86_400

const often = <T>(rare: fc.Arbitrary<T>, usual: fc.Arbitrary<T>, weight = 4) =>
  fc.oneof({ weight: 1, arbitrary: rare }, { weight, arbitrary: usual })
/** True about once in `times`. */
const onceIn = (times: number) => fc.nat({ max: times - 1 }).map((value) => value === 0)
const digest = fc.nat({ max: 5 }).map((index) => id('e0', index))

const clause = fc.record({
  anyOf: often(
    fc.subarray([...words, ...groups], { minLength: 1, maxLength: 16 }),
    fc.subarray([...words, ...groups.slice(0, 3)], { minLength: 1, maxLength: 4 }),
  ),
})
const audience = fc.oneof(
  { weight: 3, arbitrary: fc.constant([{ anyOf: ['anyone' as const] }]) },
  { weight: 6, arbitrary: fc.array(clause, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(clause, { minLength: 3, maxLength: 8 }) },
)

function writeDay(index: number): string {
  const { month, day } = monthDay(index)
  return `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
const dayOfYear = fc.oneof(fc.nat({ max: 365 }), fc.constantFrom(0, 58, 59, 60, 365)).map(writeDay)
const leapDay = fc.constant({ from: '02-29', to: '02-29' })
const seasonWindow = often(leapDay, fc.record({ from: dayOfYear, to: dayOfYear }), 9)
/** A season that is closed on one day, or a few, so that others of a lineage are open with it. */
const nearlyAlways = fc
  .tuple(fc.nat({ max: 365 }), fc.integer({ min: 2, max: 20 }))
  .map(([first, length]) => [{ from: writeDay((first + length) % 366), to: writeDay(first) }])

/** Every offset from UTC that there may be, by the minute. */
export const utcOffset = often(
  fc.constantFrom(-720, 0, 840, 60, -210, 345),
  fc.integer({ min: -720, max: 840 }),
  2,
)

/** A season as JSON; never open on every day. */
export const seasonJson = fc
  .record({
    utcOffset: utcOffset.map(formatUtcOffset),
    windows: fc.oneof(
      { weight: 4, arbitrary: nearlyAlways },
      { weight: 4, arbitrary: fc.array(seasonWindow, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.array(seasonWindow, { minLength: 4, maxLength: 12 }) },
      { weight: 1, arbitrary: leapDay.map((window) => [window]) },
    ),
  })
  .filter(({ windows }) => daysOfWindows(windows) !== everyDay)

/** Seconds from the moment that is asked about: often to the second, or close. */
const distance = fc.oneof(
  fc.constantFrom(-1, 0, 1, secondsOfDay),
  fc.integer({ min: -5 * secondsOfDay, max: 5 * secondsOfDay }),
  fc.integer({ min: -400 * secondsOfDay, max: 4_000 * secondsOfDay }),
)
const past = fc.integer({ min: -400 * secondsOfDay, max: 0 })
const future = fc.integer({ min: 1, max: 2_000 * secondsOfDay })

const partRules = fc.record({
  communityId: fc.constantFrom(...communities),
  audience,
  purposes: often(fc.subarray([...purposes]), fc.subarray([...purposes], { minLength: purposes.length - 2 })),
  commercial: fc.oneof(
    { weight: 1, arbitrary: fc.constant('refused' as const) },
    { weight: 6, arbitrary: fc.constantFrom('granted' as const, 'shared' as const) },
  ),
  share: fc.integer({ min: 0, max: 10_000 }),
  derivatives: fc.oneof(
    { weight: 1, arbitrary: fc.constant('refused' as const) },
    { weight: 6, arbitrary: fc.constantFrom('by_approval' as const, 'reciprocal' as const) },
  ),
  season: fc.option(seasonJson, { nil: null, freq: 2 }),
  consent: fc.integer({ min: 0, max: 32 }),
  attribution: fc.option(digest, { nil: null }),
  outreachOnly: onceIn(12),
  custodian: fc.option(fc.constant(`0x${'ab'.repeat(20)}`), { nil: null }),
  retention: fc.constantFrom(...retentionRules),
  labels: fc.uniqueArray(digest, { maxLength: 3 }),
  document: fc.option(digest, { nil: null }),
})

const partTimes = fc.record({
  closedUntil: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: past },
    { weight: 1, arbitrary: future },
    { weight: 1, arbitrary: distance },
  ),
  expiresAt: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 6, arbitrary: future },
    { weight: 1, arbitrary: distance },
  ),
})

/** Anything from 1971 to 2400, often around a leap day, one that a century skips, or the new year. */
const dayAsked = fc.oneof(
  fc.integer({ min: 410, max: 157_000 }),
  fc
    .tuple(
      fc.oneof(fc.integer({ min: 1972, max: 2390 }), fc.constantFrom(2000, 2024, 2096, 2100, 2104, 2200)),
      fc.constantFrom('02-28', '03-01', '12-31', '01-01'),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([year, day, shift]) => Date.parse(`${year}-${day}T00:00:00Z`) / 1000 / secondsOfDay + shift),
)
const timeOfDay = fc.oneof(fc.constantFrom(-1, 0, 1), fc.nat({ max: secondsOfDay - 1 }))

const partCount = fc.oneof(
  { weight: 12, arbitrary: fc.constant(1) },
  { weight: 10, arbitrary: fc.integer({ min: 2, max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 16 }) },
  { weight: 1, arbitrary: fc.integer({ min: 17, max: 19 }) },
)

const part = fc.record({ rules: partRules, times: partTimes, childOf: fc.nat() })
const parts = partCount.chain((length) => fc.array(part, { minLength: length, maxLength: length }))

/** Writes parts as a lineage: each is a parent of an earlier one, some of more than one. */
function writeLineage(
  parts: readonly { rules: object; childOf: number }[],
  times: readonly object[],
  more: readonly (readonly [number, number])[],
): PolicyJson {
  const edges = parts.map(() => new Set<number>())
  parts.forEach(({ childOf }, index) => {
    if (index > 0) edges[childOf % index]?.add(index)
  })
  for (const [one, other] of more) {
    const [from, to] = [one % parts.length, other % parts.length].sort((a, b) => a - b) as [number, number]
    if (from !== to) edges[from]?.add(to)
  }
  const write = (index: number): PolicyJson => {
    const rules = parts[index]?.rules as Omit<PolicyJson, 'policyId' | 'parents'>
    return {
      policyId: id('b0', index),
      ...rules,
      ...times[index],
      share: rules.commercial === 'refused' ? 0 : rules.share,
      parents: [...(edges[index] ?? [])].map(write),
    }
  }
  return write(0)
}

/** What of a request that fits everything is left out, or asked for besides. */
const shortfall = fc.record({
  purpose: fc.nat(),
  anyPurpose: onceIn(8),
  commercial: onceIn(3),
  derivative: onceIn(3),
  memberships: often(fc.subarray(communities), fc.constant(communities), 7),
  roles: often(fc.subarray(roles), fc.constant(roles), 7),
  grants: often(fc.subarray(communities), fc.constant(communities), 7),
  groups: often(fc.subarray(groups), fc.constant(groups), 7),
  withoutCommercialGrant: often(fc.nat({ max: 1 }), fc.constant(-1), 2),
  withoutApproval: often(fc.nat({ max: 1 }), fc.constant(-1), 1),
})

/** A policy with a lineage, a request, and a time, such that every reason is met often. */
export const policyTriple: fc.Arbitrary<PolicyTriple> = fc
  .record({
    parts,
    more: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }),
    isAbsent: onceIn(50),
    day: dayAsked,
    timeOfDay,
    shortfall,
  })
  .map(({ parts, more, isAbsent, day, timeOfDay, shortfall }) => {
    const offset = parts.find(({ rules }) => rules.season !== null)?.rules.season?.utcOffset ?? '+00:00'
    // Where the first season's days begin, or some time after.
    const midnight = Date.parse(`1970-01-01T00:00:00${offset}`) / 1000 + day * secondsOfDay
    const at = midnight + timeOfDay
    const time = (distance: number | null) => (distance === null ? null : formatMoment(at + distance))
    const times = parts.map(({ times }) => ({
      closedUntil: time(times.closedUntil),
      expiresAt: time(times.expiresAt),
    }))
    const common = purposes.filter((purpose) => parts.every(({ rules }) => rules.purposes.includes(purpose)))
    const choice = shortfall.anyPurpose || common.length === 0 ? purposes : common
    const policyIds = parts.map((_, index) => id('b0', index))
    return {
      policy: isAbsent ? null : writeLineage(parts, times, more),
      request: {
        purpose: choice[shortfall.purpose % choice.length] ?? 'education',
        commercial: shortfall.commercial,
        derivative: shortfall.derivative,
        memberships: shortfall.memberships.map((communityId) => ({ communityId, roles: shortfall.roles })),
        grants: shortfall.grants,
        groups: shortfall.groups,
        commercialGrants: policyIds.filter((_, index) => index !== shortfall.withoutCommercialGrant),
        derivativeApprovals: policyIds.filter((_, index) => index !== shortfall.withoutApproval),
      },
      at,
    }
  })

/** Some triples; the same for the same seed. */
export function samplePolicyTriples(seed: number, count: number): PolicyTriple[] {
  return fc.sample(policyTriple, { seed, numRuns: count })
}
