import { expect, test } from 'vitest'
import type { Standing } from '../chain/Chain.ts'
import { type VersionRecord, versionStatus } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import type { Asker } from './Asker.ts'
import { decide, isoTime } from './decide.ts'
import type { PolicyDecision } from './PolicyDecision.ts'

const zero = `0x${'0'.repeat(64)}` as const
const record: VersionRecord = {
  versionId: `0x${'1'.repeat(64)}`,
  communityId: `0x${'2'.repeat(64)}`,
  modelId: `0x${'3'.repeat(64)}`,
  manifestHash: `0x${'4'.repeat(64)}`,
  artifactsRoot: `0x${'5'.repeat(64)}`,
  artifactsCodec: 0x70n,
  policyId: zero,
  contributor: `0x${'6'.repeat(40)}`,
  submittedAt: 50,
  totalBytes: 10n,
  notBefore: 0,
  expiresAt: 0,
}
const policyId = `0x${'7'.repeat(64)}` as const
const guarded = { ...record, policyId }
const yes: PolicyDecision = { allowed: true, reason: 0, until: 0 }
const asker: Asker = { account: `0x${'8'.repeat(40)}`, purpose: 'research', commercial: false }
const standing = (
  over: Partial<Standing['decision']> = {},
  timestamp = 1_000n,
  runnable = true,
): Standing => ({
  head: { number: 9n, hash: zero, timestamp },
  newest: Number(timestamp),
  decision: {
    status: versionStatus.approved,
    approvedAt: 100,
    changedAt: 100,
    policyId: zero,
    successor: zero,
    ...over,
  },
  runnable,
  policy: undefined,
  duties: { attributions: [], keepsNothing: false },
})
const under = (policy: PolicyDecision, over: Partial<Standing['decision']> = {}): Standing => ({
  ...standing({ policyId, ...over }),
  policy,
})

function refusal(version: VersionRecord, at: Standing, who = asker): WorkerError {
  try {
    decide(version, at, who)
  } catch (error) {
    if (error instanceof WorkerError) return error
    throw error
  }
  throw new Error('was allowed')
}

test('allows what stands approved without a protocol', () => {
  expect(decide(record, standing(), asker)).toEqual({ allowed: true, reason: 'approved', policy: null })
})

test.each([
  [versionStatus.unknown, 'model_not_found'],
  [versionStatus.submitted, 'version_not_approved'],
  [versionStatus.consentPending, 'version_not_approved'],
  [versionStatus.consented, 'version_not_approved'],
  [versionStatus.suspended, 'version_suspended'],
  [versionStatus.revoked, 'version_revoked'],
  [versionStatus.withdrawn, 'version_not_approved'],
  [versionStatus.superseded, 'version_superseded'],
  [versionStatus.withheld, 'version_withheld'],
  [250, 'version_not_approved'],
])('status %i is refused as %s', (status, code) => {
  expect(refusal(record, standing({ status })).code).toBe(code)
})

test('the window is measured by chain time: first second inside, last second outside', () => {
  const windowed = { ...record, notBefore: 900, expiresAt: 1_000 }
  expect(refusal(windowed, standing({}, 899n))).toMatchObject({
    code: 'version_not_yet',
    facts: { until: 900 },
  })
  expect(decide(windowed, standing({}, 900n), asker).allowed).toBe(true)
  expect(decide(windowed, standing({}, 999n), asker).allowed).toBe(true)
  expect(refusal(windowed, standing({}, 1_000n)).code).toBe('version_expired')
})

test('a version that was submitted under one protocol and approved under another is refused', () => {
  expect(refusal(guarded, { ...under(yes), decision: standing().decision }).code).toBe('policy_unsupported')
  expect(refusal(record, standing({ policyId })).code).toBe('policy_unsupported')
})

test('a protocol that allows is told with its end', () => {
  expect(decide(guarded, under({ ...yes, until: 1_001 }), asker).policy).toEqual({
    policyId,
    reason: 'ALLOWED',
    until: 1_001,
  })
})

test.each([
  [3, 'protocol_purpose', 'PURPOSE'],
  [4, 'protocol_outreach', 'OUTREACH_ONLY'],
  [5, 'protocol_commercial', 'COMMERCIAL_REFUSED'],
  [6, 'protocol_commercial', 'COMMERCIAL_NOT_GRANTED'],
  [7, 'policy_unsupported', 'DERIVATIVE_REFUSED'],
  [9, 'protocol_expired', 'EXPIRED'],
  [10, 'protocol_closed', 'CLOSED_EARLY'],
  [11, 'protocol_season', 'OUT_OF_SEASON'],
  [12, 'policy_unsupported', undefined],
])('reason %i of a protocol is refused as %s', (reason, code, name) => {
  const told = refusal(guarded, under({ allowed: false, reason, until: 0 }))
  expect(told).toMatchObject({ code, facts: { policyId, reason: name, next: expect.stringMatching(/\.$/) } })
  expect(told.facts).not.toHaveProperty('until')
})

test('a refusal that time ends says when', () => {
  const { facts, message } = refusal(guarded, under({ allowed: false, reason: 11, until: 86_400 }))
  expect(facts.until).toBe(86_400)
  expect(message).toContain('until 1970-01-02T00:00:00.000Z')
})

test.each([
  ['out of season', 11],
  ['allowed', 0],
])('whoever names no purpose is asked for one, also where it is %s', (_, reason) => {
  const policy = { allowed: reason === 0, reason, until: 0 }
  expect(refusal(guarded, under(policy), { ...asker, purpose: undefined }).code).toBe('purpose_required')
})

const everyStatus = Object.values(versionStatus)
test.each([
  ['outside the audience', { allowed: false, reason: 2, until: 0 }],
  ['asking under a policy that there is not', { allowed: false, reason: 1, until: 0 }],
  ['of whom nothing was found out', undefined],
])('whoever is %s is told the same in every status, in any window, without a purpose', (_, policy) => {
  const absent = refusal(record, standing({ status: versionStatus.unknown }))
  for (const status of everyStatus) {
    for (const window of [{}, { notBefore: 2_000 }, { expiresAt: 500 }]) {
      for (const purpose of ['research', undefined] as const) {
        const at = { ...standing({ policyId, status }), policy, runnable: false }
        const told = refusal({ ...guarded, ...window }, at, { ...asker, purpose })
        expect([told.code, told.message, told.facts]).toEqual([absent.code, absent.message, absent.facts])
      }
    }
  }
})

test('the window and the status of a version are told before what its protocol refuses', () => {
  const no = { allowed: false, reason: 3, until: 0 }
  expect(refusal(guarded, under(no, { status: versionStatus.suspended })).code).toBe('version_suspended')
  expect(refusal({ ...guarded, expiresAt: 500 }, under(no)).code).toBe('version_expired')
})

test('a yes that has ended at the newest head is none, although the RPC that said it is behind', () => {
  const behind = (newest: number): Standing => ({ ...under({ ...yes, until: 1_010 }), newest })
  expect(decide(guarded, behind(1_009), asker).allowed).toBe(true)
  expect(refusal(guarded, behind(1_010))).toMatchObject({ code: 'chain_disagreement', retryable: true })
})

test('a time later than dates can tell is told as the last that they can', () => {
  expect(isoTime(2 ** 48 - 1)).toBe('+275760-09-13T00:00:00.000Z')
})

test('what the registry calls not runnable is refused even where nothing else speaks against it', () => {
  expect(refusal(record, standing({}, 1_000n, false)).code).toBe('version_not_approved')
})
