import { type Hex, zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { WorkerError } from '../errors/WorkerError.ts'
import type { Asker } from '../policy/Asker.ts'
import type { PolicyDecision } from '../policy/PolicyDecision.ts'
import { Chain } from './Chain.ts'
import {
  type Block,
  type Decision,
  type PolicyPart,
  type RpcEndpoint,
  type VersionRecord,
  versionStatus,
} from './RpcEndpoint.ts'

const zero = `0x${'0'.repeat(64)}` as const
const community = `0x${'c'.repeat(64)}` as const
const version = `0x${'1'.repeat(64)}` as const
const other = `0x${'2'.repeat(64)}` as const
const approved: Decision = {
  status: versionStatus.approved,
  approvedAt: 100,
  changedAt: 100,
  policyId: zero,
  successor: zero,
}
const yes: PolicyDecision = { allowed: true, reason: 0, until: 0 }
const asker: Asker = { account: zeroAddress, purpose: 'education', commercial: false }

/** A chain as one server tells it; what the real endpoint reads over RPC is set here by hand. */
interface Told {
  name?: string
  chainId?: number
  latest?: bigint
  finalized?: bigint
  fork?: string
  approved?: Hex[]
  decisionNow?: Decision
  decisionThen?: Decision
  runnable?: boolean
  down?: boolean
  foundedAt?: number
  policy?: PolicyDecision
  parts?: PolicyPart[]
  record?: VersionRecord
  signed?: boolean
}

function endpoint(told: Told): RpcEndpoint {
  const { latest = 10n, finalized = 8n } = told
  const block = (number: bigint): Block => ({
    number,
    hash: `0x${number}${told.fork ?? 'main'}` as Hex,
    timestamp: 1_000n + number,
  })
  const answer = <T>(value: T): Promise<T> =>
    told.down
      ? Promise.reject(new WorkerError('chain_unavailable', `RPC ${told.name} is down`))
      : Promise.resolve(value)
  const answers = {
    name: told.name ?? 'rpc',
    chainId: () => answer(told.chainId ?? 31337),
    block: (at: 'latest' | 'finalized' | bigint) =>
      answer(block(at === 'latest' ? latest : at === 'finalized' ? finalized : at)),
    communityFoundedAt: () => answer(told.foundedAt ?? 1),
    approvedVersions: () => answer([...(told.approved ?? [version])]),
    decision: (_c: Hex, _v: Hex, at: 'latest' | bigint) =>
      answer(at === 'latest' ? (told.decisionNow ?? approved) : (told.decisionThen ?? approved)),
    isRunnable: () => answer(told.runnable ?? true),
    decide: () => answer(told.policy ?? yes),
    partsOf: () => answer(told.parts ?? []),
    version: () => answer(told.record),
    verifyMessage: () => answer(told.signed ?? true),
  }
  return answers as unknown as RpcEndpoint
}

const chainOf = (...told: Told[]) => new Chain(told.map(endpoint), 31337, community)

test('takes an approval that is final and still in force', async () => {
  const { approved: found, head, finalized } = await chainOf({}).observe()
  expect([...found.keys()]).toEqual([version])
  expect([head.number, finalized]).toEqual([10n, 8n])
})

test('what the head has taken back is stopped at once, final or not', async () => {
  const revoked = { ...approved, status: versionStatus.revoked, changedAt: 200 }
  const { approved: found, stopped } = await chainOf({ decisionNow: revoked }).observe()
  expect(found.size).toBe(0)
  expect(stopped.get(version)).toEqual(revoked)
})

test('one RPC that sees the revocation is enough', async () => {
  const suspended = { ...approved, status: versionStatus.suspended, changedAt: 200 }
  const { approved: found, stopped } = await chainOf(
    { latest: 10n },
    { latest: 11n, decisionNow: suspended },
  ).observe()
  expect(found.size).toBe(0)
  expect(stopped.get(version)).toEqual(suspended)
})

test('a suspension that was lifted waits for the lifting to be final', async () => {
  const restored = { ...approved, changedAt: 300 }
  expect((await chainOf({ decisionNow: restored }).observe()).approved.size).toBe(0)
  expect((await chainOf({ decisionNow: restored, decisionThen: restored }).observe()).approved.size).toBe(1)
})

test.each<[string, Told, Told]>([
  ['the hash of a block', { fork: 'a' }, { fork: 'b' }],
  ['which versions stand approved', { approved: [version] }, { approved: [version, other] }],
  ['what was decided', {}, { decisionThen: { ...approved, changedAt: 99 } }],
])('RPCs that disagree about %s stop everything', async (_, first, second) => {
  await expect(chainOf({ name: 'a', ...first }, { name: 'b', ...second }).observe()).rejects.toMatchObject({
    code: 'chain_disagreement',
    message: expect.stringMatching(/^a and b disagree about /),
  })
})

test('an RPC that is a little behind is no disagreement: the lower head counts', async () => {
  const { head, finalized } = await chainOf(
    { latest: 12n, finalized: 10n },
    { latest: 10n, finalized: 8n },
  ).observe()
  expect([head.number, finalized]).toEqual([10n, 8n])
})

test('one RPC that does not answer stops everything', async () => {
  await expect(chainOf({}, { name: 'b', down: true }).observe()).rejects.toMatchObject({
    code: 'chain_unavailable',
  })
  await expect(chainOf({}, { name: 'b', down: true }).standing(version)).rejects.toMatchObject({
    code: 'chain_unavailable',
  })
})

test('a wrong chain id is named with both numbers', async () => {
  for (const question of [
    (chain: Chain) => chain.checkIdentity(),
    (chain: Chain) => chain.observe(),
    (chain: Chain) => chain.standing(version),
  ]) {
    await expect(question(chainOf({ chainId: 1 }))).rejects.toMatchObject({
      code: 'wrong_chain',
      message: expect.stringMatching(/serves chain 1, .* set to chain 31337/),
    })
  }
})

test('a community that does not exist is named', async () => {
  await expect(chainOf({ foundedAt: 0 }).checkIdentity()).rejects.toMatchObject({
    code: 'unknown_community',
    message: expect.stringContaining(community),
  })
})

test('the standing of a version is the strictest that any RPC tells', async () => {
  const revoked = { ...approved, status: versionStatus.revoked, changedAt: 200 }
  const behind = await chainOf(
    { latest: 10n },
    { latest: 11n, decisionNow: revoked, runnable: false },
  ).standing(version)
  expect(behind.decision).toEqual(revoked)
  expect(behind.runnable).toBe(false)
})

test('RPCs that see the same block and decide differently are a disagreement', async () => {
  const revoked = { ...approved, status: versionStatus.revoked, changedAt: 200 }
  await expect(chainOf({}, { decisionNow: revoked }).standing(version)).rejects.toMatchObject({
    code: 'chain_disagreement',
  })
  await expect(chainOf({ fork: 'a' }, { fork: 'b' }).standing(version)).rejects.toMatchObject({
    code: 'chain_disagreement',
  })
})

const policyId = `0x${'b'.repeat(64)}` as const
const question = { policyId, asker, withDuties: true }
const audienceNo: PolicyDecision = { allowed: false, reason: 2, until: 0 }
const seasonNo: PolicyDecision = { allowed: false, reason: 11, until: 5_000 }

test('what a policy says counts by the strictest RPC, and the newest head by the one ahead', async () => {
  const { policy, newest, head } = await chainOf({ latest: 10n }, { latest: 11n, policy: seasonNo }).standing(
    version,
    question,
  )
  expect(policy).toEqual(seasonNo)
  expect([newest, head.number]).toEqual([1_011, 10n])
})

test('RPCs that see the same block and decide differently about a policy are a disagreement', async () => {
  await expect(
    chainOf({}, { policy: { ...yes, until: 9 } }).standing(version, question),
  ).rejects.toMatchObject({
    code: 'chain_disagreement',
  })
  const parts = [{ policyId, attribution: zero, retention: 0 }]
  await expect(chainOf({}, { parts }).standing(version, question)).rejects.toMatchObject({
    code: 'chain_disagreement',
  })
})

test('an answer carries what any part, by any RPC, asks for, and is kept only where all parts let it', async () => {
  const credit = { policyId, attribution: other, retention: 1 }
  const none = { policyId: version, attribution: zero, retention: 1 }
  const duties = async (...told: Told[]) => (await chainOf(...told).standing(version, question)).duties
  expect(await duties({ parts: [credit, none] })).toEqual({
    attributions: [{ policyId, digest: other }],
    keepsNothing: false,
  })
  for (const retention of [0, 2]) {
    const parts = [none, { ...none, retention }]
    expect((await duties({ latest: 10n, parts: [credit] }, { latest: 11n, parts })).keepsNothing).toBe(true)
  }
  expect(
    (await duties({ latest: 10n, parts: [credit] }, { latest: 11n, parts: [credit] })).attributions,
  ).toHaveLength(1)
  expect(
    (await chainOf({ parts: [credit] }).standing(version, { policyId, asker })).duties.attributions,
  ).toEqual([])
})

test('a policy lets in whom every RPC lets in, whatever else it refuses', async () => {
  const letIn = async (...told: Told[]) => [...(await chainOf(...told).letIn([policyId], asker))]
  expect(await letIn({}, { policy: seasonNo })).toEqual([policyId])
  expect(await letIn({}, { policy: audienceNo })).toEqual([])
  expect(await letIn({ policy: { allowed: false, reason: 1, until: 0 } })).toEqual([])
})

test('the chain is asked who is let in even where there is nothing to ask', async () => {
  await expect(chainOf({ down: true }).letIn([], asker)).rejects.toMatchObject({ code: 'chain_unavailable' })
})

test.each([
  [versionStatus.superseded, versionStatus.approved],
  [versionStatus.withheld, versionStatus.superseded],
  [versionStatus.suspended, versionStatus.withheld],
  [versionStatus.revoked, versionStatus.suspended],
])('of statuses at different heights, %i counts before %i', async (stricter, milder) => {
  const at = (status: number): Decision => ({ ...approved, status })
  for (const [a, b] of [
    [stricter, milder],
    [milder, stricter],
  ] as const) {
    const told = [
      { latest: 10n, decisionNow: at(a) },
      { latest: 11n, decisionNow: at(b) },
    ]
    expect((await chainOf(...told).standing(version)).decision.status).toBe(stricter)
  }
})

test('a version that one RPC does not know is not known', async () => {
  const record = { versionId: version, totalBytes: 1n } as VersionRecord
  expect(await chainOf({ record }, { record }).version(version)).toEqual(record)
  expect(await chainOf({ record }, {}).version(version)).toBeUndefined()
  await expect(
    chainOf({ record }, { record: { ...record, totalBytes: 2n } }).version(version),
  ).rejects.toMatchObject({
    code: 'chain_disagreement',
  })
})

test('a signature counts where all RPCs say so, and is a disagreement where some do', async () => {
  const verify = (...told: Told[]) => chainOf(...told).verifyMessage(zeroAddress, 'words', '0x01')
  expect(await verify({}, {})).toBe(true)
  expect(await verify({ signed: false }, { signed: false })).toBe(false)
  await expect(verify({}, { signed: false })).rejects.toMatchObject({ code: 'chain_disagreement' })
})
