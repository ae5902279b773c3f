import { expect, test } from 'vitest'
import type { Standing } from '../chain/Chain.ts'
import { type VersionRecord, versionStatus } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'
import { decide } from './decide.ts'

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
const standing = (
  over: Partial<Standing['decision']> = {},
  timestamp = 1_000n,
  runnable = true,
): Standing => ({
  head: { number: 9n, hash: zero, timestamp },
  decision: { status: versionStatus.approved, approvedAt: 100, changedAt: 100, policyId: zero, ...over },
  runnable,
})

function refusal(version: VersionRecord, at: Standing): WorkerError {
  try {
    decide(version, at)
  } catch (error) {
    if (error instanceof WorkerError) return error
    throw error
  }
  throw new Error('was allowed')
}

test('allows what stands approved without a protocol', () => {
  expect(decide(record, standing())).toEqual({ allowed: true, reason: 'approved' })
})

test.each([
  [versionStatus.unknown, 'model_not_found'],
  [versionStatus.submitted, 'version_not_approved'],
  [versionStatus.consentPending, 'version_not_approved'],
  [versionStatus.consented, 'version_not_approved'],
  [versionStatus.suspended, 'version_suspended'],
  [versionStatus.revoked, 'version_revoked'],
  [versionStatus.withdrawn, 'version_not_approved'],
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
  expect(decide(windowed, standing({}, 900n)).allowed).toBe(true)
  expect(decide(windowed, standing({}, 999n)).allowed).toBe(true)
  expect(refusal(windowed, standing({}, 1_000n)).code).toBe('version_expired')
})

test('any cultural protocol is refused, whether the version or only the vote names it', () => {
  const policyId = `0x${'0'.repeat(63)}1` as const
  expect(refusal({ ...record, policyId }, standing()).code).toBe('policy_unsupported')
  expect(refusal(record, standing({ policyId })).code).toBe('policy_unsupported')
})

test('what the registry calls not runnable is refused even where nothing else speaks against it', () => {
  expect(refusal(record, standing({}, 1_000n, false)).code).toBe('version_not_approved')
})
