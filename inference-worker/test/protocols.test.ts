import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { receiptFromJson } from '@commonweal/sdk/receipts/receipt'
import { verifyReceipt } from '@commonweal/sdk/receipts/verifyReceipt'
import { encodeFunctionResult, type Hex, zeroHash } from 'viem'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { IssuedReceipt } from '../src/receipts/ReceiptBook.ts'
import { account, forElders, openRules, type Rules } from './TestChain.ts'
import { nameOf, TestRpc } from './TestRpc.ts'
import { type ErrorBody, type TestWorker, until } from './TestWorker.ts'
import { World } from './world.ts'

interface Answer {
  model: Hex
  commonweal: {
    decision: { policy: { policyId: Hex; reason: string; until: string | null } | null }
    attribution: string | null
    attributions: { policyId: Hex; sha256: Hex; text?: string }[]
    receipt: IssuedReceipt
  }
}

let world: World
const servers: TestRpc[] = []
beforeAll(async () => {
  world = await World.start()
})
afterEach(async () => {
  await world.stopWorkers()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})
afterAll(() => world.stop())

const seldom = { COMMONWEAL_POLL_MS: '60000', COMMONWEAL_LEASE_SECONDS: '600' }
const elder = account(2)
const member = account(3)
const day = 86_400
const iso = (seconds: number) => new Date(seconds * 1000).toISOString()
const sha256 = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}`

interface Use {
  purpose?: string
  commercial?: string
  token?: string
  input?: string | string[]
}
function ask<T = Answer & ErrorBody>(worker: TestWorker, model: string, use: Use = { purpose: 'research' }) {
  const headers = {
    ...(use.purpose === undefined ? {} : { 'commonweal-purpose': use.purpose }),
    ...(use.commercial === undefined ? {} : { 'commonweal-commercial': use.commercial }),
    ...(use.token === undefined ? {} : { authorization: `Bearer ${use.token}` }),
  }
  return worker.post<T>('/v1/classifications', { model, input: use.input ?? 'bread' }, { headers })
}
async function refusal(worker: TestWorker, model: string, use?: Use) {
  const { status, body } = await ask(worker, model, use)
  return [status, body.error?.code]
}

/** The rules of one local day at UTC, by its first second. */
function openOn(start: number): Rules['season'] {
  const date = new Date(start * 1000)
  const index = (Date.UTC(2024, date.getUTCMonth(), date.getUTCDate()) - Date.UTC(2024, 0, 1)) / (day * 1000)
  return index < 256
    ? { utcOffset: 0, first: 1n << BigInt(index), last: 0n }
    : { utcOffset: 0, first: 0n, last: 1n << BigInt(index - 256) }
}
/** The same day of the year after, by its first second. 29 February has none for years: tests do not start on it. */
function nextYear(start: number): number {
  const date = new Date(start * 1000)
  return Date.UTC(date.getUTCFullYear() + 1, date.getUTCMonth(), date.getUTCDate()) / 1000
}
/** Goes to noon of a day that is not 29 February; returns the first second of it. */
async function goToNoon(): Promise<number> {
  let start = (Math.floor((await world.chain.now()) / day) + 1) * day
  if (iso(start).includes('-02-29')) start += day
  await world.chain.warp(start + day / 2)
  return start
}

test('an answer has to be for something that the protocol allows', async () => {
  const { worker, versionId, policyId, community } = await world.readyUnder(openRules)
  const unnamed = await ask(worker, versionId, {})
  expect([unnamed.status, unnamed.body.error.code]).toEqual([400, 'purpose_required'])
  expect(unnamed.body.error.commonweal?.next).toContain('Commonweal-Purpose')
  expect(await refusal(worker, versionId, { purpose: 'warfare' })).toEqual([400, 'invalid_request'])
  expect((await ask(worker, versionId)).status).toBe(200)
  const other = await ask(worker, versionId, { purpose: 'health' })
  expect([other.status, other.body.error.code]).toEqual([403, 'protocol_purpose'])
  expect(other.body.error.commonweal).toEqual({
    versionId,
    policyId,
    reason: 'PURPOSE',
    next: expect.stringMatching(/\.$/),
  })
  const forGain = { purpose: 'research', commercial: 'true' }
  expect(await refusal(worker, versionId, forGain)).toEqual([403, 'protocol_commercial'])
  expect(await refusal(worker, versionId, { ...forGain, commercial: 'perhaps' })).toEqual([
    400,
    'invalid_request',
  ])

  const withDefault = await world.worker(community, { COMMONWEAL_DEFAULT_PURPOSE: 'education' })
  await withDefault.waitForLog('model ready', versionId)
  expect((await ask(withDefault, versionId, {})).status).toBe(200)
  expect(await refusal(withDefault, versionId, { purpose: 'health' })).toEqual([403, 'protocol_purpose'])
})

test('an answer carries the decision, and the credit that every part of the protocol asks for', async () => {
  const community = await world.chain.found()
  const [ours, theirs, unknown] = ['Told by the weavers.', 'From the river people.', 'Lost words.']
  const root = await world.chain.createPolicy(community, { ...openRules, attribution: sha256(ours) })
  const middle = await world.chain.createPolicy(community, { ...openRules, attribution: sha256(theirs) }, [
    root,
  ])
  const silent = await world.chain.createPolicy(community, openRules, [middle])
  const policyId = await world.chain.createPolicy(community, { ...openRules, attribution: sha256(unknown) }, [
    silent,
  ])
  const { versionId } = await world.submit(
    community,
    'needs',
    { fields: { attribution: ours }, files: { 'CREDIT.txt': new TextEncoder().encode(theirs) } },
    { policyId },
  )
  await world.chain.approve(community, versionId, policyId)
  await world.chain.finalize()
  const worker = await world.worker(community)
  await worker.waitForState(versionId, 'ready')
  const { body } = await ask(worker, 'needs')
  expect(body.commonweal.decision).toMatchObject({
    allowed: true,
    reason: 'approved',
    policy: { policyId, reason: 'ALLOWED', until: null },
  })
  expect(body.commonweal.attribution).toBe(ours)
  expect(body.commonweal.attributions).toEqual([
    { policyId: root, sha256: sha256(ours), text: ours },
    { policyId: middle, sha256: sha256(theirs), text: theirs },
    { policyId, sha256: sha256(unknown) },
  ])
})

test('where the protocol lets nothing be kept, the receipt is the person’s alone', async () => {
  const { worker, community, policyId, versionId } = await world.readyUnder(openRules)
  const kept = async () => {
    const books = await readdir(join(worker.dataDir, 'receipts'))
    const texts = await Promise.all(
      books.map((book) => readFile(join(worker.dataDir, 'receipts', book), 'utf8')),
    )
    return texts.join('')
  }
  const first = (await ask(worker, versionId)).body.commonweal.receipt
  expect(await kept()).toContain(first.id)
  await world.chain.protocols(elder, 'tighten', [policyId, { ...openRules, retention: 0 }])
  const before = await kept()
  const { id, message, signature } = (await ask(worker, versionId)).body.commonweal.receipt
  expect(await kept()).toBe(before)
  const { modelRegistry } = world.chain.addresses
  const receipt = receiptFromJson(message)
  expect(await verifyReceipt({ id, message: receipt, signature }, { chainId: 31337, modelRegistry })).toEqual(
    {
      id,
      worker: (await worker.get('/healthz')).body.worker,
    },
  )
  expect(receipt.communityId).toBe(community.communityId)
  expect(worker.output).not.toContain(id)
})

test('a version answers inside its season by the chain’s time, and says when that changes', async () => {
  const start = await goToNoon()
  const { worker, versionId } = await world.readyUnder({ ...openRules, season: openOn(start) }, {}, seldom)
  const open = await ask(worker, versionId)
  expect(open.body.commonweal.decision.policy?.until).toBe(iso(start + day))
  await world.chain.warp(start + day)
  const closed = await ask(worker, versionId)
  expect([closed.status, closed.body.error.code]).toEqual([403, 'protocol_season'])
  expect(closed.body.error.commonweal).toMatchObject({ reason: 'OUT_OF_SEASON', until: iso(nextYear(start)) })
  await world.chain.warp(nextYear(start))
  expect((await ask(worker, versionId)).status).toBe(200)
})

test('a steward who closes early is heard by the very next question, and a vote that opens again by the one after', async () => {
  const start = await goToNoon()
  const rules = { ...openRules, season: openOn(start) }
  const { worker, community, policyId, versionId } = await world.readyUnder(rules, {}, seldom)
  expect((await ask(worker, versionId)).status).toBe(200)
  await world.chain.protocols(account(1), 'closeEarly', [policyId, 'a death in the valley'])
  const closed = await ask(worker, versionId)
  expect([closed.status, closed.body.error.code]).toEqual([403, 'protocol_closed'])
  expect(closed.body.error.commonweal).toMatchObject({ reason: 'CLOSED_EARLY', until: iso(nextYear(start)) })
  await world.chain.protocols(community.timelock, 'loosen', [policyId, rules])
  expect((await ask(worker, versionId)).status).toBe(200)
})

test('rules that an elder tightens count for the very next question', async () => {
  const { worker, policyId, versionId } = await world.readyUnder(openRules, {}, seldom)
  expect((await ask(worker, versionId)).status).toBe(200)
  const ends = (await world.chain.now()) + 10_000
  await world.chain.protocols(elder, 'tighten', [policyId, { ...openRules, expiresAt: ends }])
  expect((await ask(worker, versionId)).body.commonweal.decision.policy?.until).toBe(iso(ends))
  await world.chain.protocols(elder, 'tighten', [
    policyId,
    { ...openRules, expiresAt: ends, outreachOnly: true },
  ])
  expect(await refusal(worker, versionId)).toEqual([403, 'protocol_outreach'])
  expect((await ask(worker, versionId, { purpose: 'education' })).status).toBe(200)
  await world.chain.warp(ends)
  const expired = await ask(worker, versionId, { purpose: 'education' })
  expect([expired.status, expired.body.error.code]).toEqual([403, 'protocol_expired'])
  expect(expired.body.error.commonweal).not.toHaveProperty('until')
})

test('rules that are tightened while the model thinks keep the answer in', async () => {
  const { worker, policyId, versionId } = await world.readyUnder(openRules, { ballast: 512 }, seldom)
  const answer = ask(worker, versionId, { purpose: 'research', input: Array(20).fill('bread') })
  await until(
    async () => /queue_size 1/.test(await (await fetch(`${worker.url}/metrics`)).text()),
    'the question running',
  )
  await world.chain.protocols(elder, 'tighten', [policyId, { ...openRules, purposes: 1 }])
  const { status, body } = await answer
  expect([status, body.error.code]).toEqual([403, 'protocol_purpose'])
  expect(await readdir(join(worker.dataDir, 'receipts'))).toEqual([])
})

test('who is in a group is let in until it is put out, by the very next question', async () => {
  const community = await world.chain.found()
  const groupId = await world.chain.createGroup(community, member.address)
  const policyId = await world.chain.createPolicy(community, {
    ...openRules,
    audience: [{ kinds: 0, roles: 0, groups: [groupId] }],
  })
  const { versionId } = await world.submit(community, 'needs', {}, { policyId })
  await world.chain.approve(community, versionId, policyId)
  await world.chain.finalize()
  const worker = await world.worker(community, seldom)
  await worker.waitForLog('model ready', versionId)
  const [inside, outside] = [await worker.signIn(member), await worker.signIn(elder)]
  const asking = (token?: string): Use => ({ purpose: 'research', ...(token === undefined ? {} : { token }) })
  expect((await ask(worker, versionId, asking(inside))).status).toBe(200)
  expect((await ask(worker, 'needs', asking(inside))).status).toBe(200)
  for (const token of [outside, undefined, 'none']) {
    expect(await refusal(worker, versionId, asking(token))).toEqual([404, 'model_not_found'])
  }
  await world.chain.protocols(account(1), 'setGroupMember', [groupId, member.address, false])
  expect(await refusal(worker, versionId, asking(inside))).toEqual([404, 'model_not_found'])
})

test('use for gain takes the grant of the account that asks', async () => {
  const { worker, community, policyId, versionId } = await world.readyUnder(
    { ...openRules, commercial: 1 },
    {},
    seldom,
  )
  const [granted, other] = [await worker.signIn(account(7)), await worker.signIn(member)]
  const forGain = (token: string): Use => ({ purpose: 'research', commercial: 'true', token })
  expect(await refusal(worker, versionId, forGain(granted))).toEqual([403, 'protocol_commercial'])
  await world.chain.protocols(community.timelock, 'setCommercialGrant', [policyId, account(7).address, true])
  expect((await ask(worker, versionId, forGain(granted))).status).toBe(200)
  expect(await refusal(worker, versionId, forGain(other))).toEqual([403, 'protocol_commercial'])
})

test('members of a community that the version is shared with are let in while it is', async () => {
  const [home, friends] = [await world.chain.found('Home'), await world.chain.found('Friends')]
  const policyId = await world.chain.createPolicy(home, {
    ...openRules,
    audience: [{ kinds: 4, roles: 0, groups: [] }],
  })
  const { versionId } = await world.submit(home, 'needs', {}, { policyId })
  await world.chain.approve(home, versionId, policyId)
  await world.chain.share(home, friends)
  await world.chain.approve(friends, versionId, policyId)
  await world.chain.finalize()
  const worker = await world.worker(friends, seldom)
  await worker.waitForLog('model ready', versionId)
  const token = await worker.signIn(member)
  const asMember = { purpose: 'research', token }
  expect((await ask(worker, versionId, asMember)).status).toBe(200)
  expect(await refusal(worker, versionId)).toEqual([404, 'model_not_found'])
  await world.chain.share(home, friends, 0)
  expect(await refusal(worker, versionId, asMember)).toEqual([404, 'model_not_found'])
})

test('an adopted version is withheld while its home has suspended it, and comes back by itself', async () => {
  const [home, friends] = [await world.chain.found('Home'), await world.chain.found('Friends')]
  const { versionId } = await world.submit(home, 'needs')
  await world.chain.approve(home, versionId)
  await world.chain.share(home, friends)
  await world.chain.approve(friends, versionId)
  await world.chain.finalize()
  const worker = await world.worker(friends)
  await worker.waitForState(versionId, 'ready')
  await world.chain.suspend(home, versionId)
  const withheld = await ask(worker, versionId, {})
  expect([withheld.status, withheld.body.error.code]).toEqual([403, 'version_withheld'])
  await worker.waitForLog('version stopped', versionId)
  await world.chain.restore(home, versionId)
  await world.chain.finalize()
  await worker.waitForState(versionId, 'ready')
  expect((await ask(worker, versionId, {})).status).toBe(200)
})

test('a superseded version stops at once, its name leads to its successor, and it comes back when that is revoked', async () => {
  const { worker, community, versionId } = await world.ready()
  const { versionId: successor } = await world.submit(
    community,
    'wishes',
    { fields: { name: 'wishes' } },
    { parent: versionId },
  )
  await world.chain.approve(community, successor, zeroHash, { supersedesParent: true })
  const superseded = await ask(worker, versionId, {})
  expect([superseded.status, superseded.body.error.code]).toEqual([403, 'version_superseded'])
  await world.chain.finalize()
  await worker.waitForState(successor, 'ready')
  for (const slug of ['needs', 'wishes']) expect((await ask(worker, slug, {})).body.model).toBe(successor)
  expect((await worker.get<{ id: string }>('/v1/models/needs')).body.id).toBe(successor)

  // One that comes later has never run the first version, and finds the way all the same.
  const late = await world.worker(community)
  await late.waitForState(successor, 'ready')
  await until(async () => (await ask(late, 'needs', {})).body.model === successor, 'the way to the successor')

  await world.chain.revoke(community, successor)
  await world.chain.finalize()
  await worker.waitForState(versionId, 'ready')
  expect((await ask(worker, 'needs', {})).body.model).toBe(versionId)
})

test('knowledge that its custodian takes back answers no further question', async () => {
  const custodian = account(8)
  const rules = { ...openRules, custodian: custodian.address }
  const { worker, versionId } = await world.readyUnder(rules, {}, seldom)
  expect((await ask(worker, versionId)).status).toBe(200)
  await world.chain.withdrawKnowledge(custodian, versionId, 'our grandmothers said no')
  const { status, body } = await ask(worker, versionId)
  expect([status, body.error.code]).toEqual([403, 'version_revoked'])
  expect(body.error.message).toContain('our grandmothers said no')
})

test('among the versions of a name the newest answers that the asker may know of', async () => {
  const community = await world.chain.found()
  const guarded = await world.chain.createPolicy(community, forElders)
  const { versionId: open } = await world.submit(community, 'needs')
  await world.chain.approve(community, open)
  const { versionId: newer } = await world.submit(
    community,
    'needs',
    { fields: { name: 'newer' } },
    { policyId: guarded },
  )
  await world.chain.warp((await world.chain.now()) + 10)
  await world.chain.approve(community, newer, guarded)
  await world.chain.finalize()
  const worker = await world.worker(community)
  for (const id of [open, newer]) await worker.waitForLog('model ready', id)
  const token = await worker.signIn(elder)
  expect((await ask(worker, 'needs')).body.model).toBe(open)
  expect((await ask(worker, 'needs', { purpose: 'research', token })).body.model).toBe(newer)
  const found = async (headers: Record<string, string>) => {
    const get = async (path: string) => (await fetch(worker.url + path, { headers })).json()
    const one = (await get('/v1/models/needs')) as { id: Hex }
    const all = (await get('/v1/models')) as { data: { id: Hex }[] }
    return [one.id, all.data.map(({ id }) => id)]
  }
  expect(await found({})).toEqual([open, [open]])
  expect(await found({ authorization: `Bearer ${token}` })).toEqual([newer, [newer, open]])
})

async function liar(): Promise<TestRpc> {
  const server = await TestRpc.start(world.chain.url)
  servers.push(server)
  return server
}

test('an RPC that says yes where the protocol says no is not believed against another', async () => {
  const [first, second] = [await liar(), await liar()]
  const { worker, versionId } = await world.readyUnder(
    openRules,
    {},
    {
      COMMONWEAL_RPC_URLS: [first.url, second.url].join(),
    },
  )
  expect((await ask(worker, versionId)).status).toBe(200)
  first.lie = (call, reply) =>
    nameOf(call) === 'decide'
      ? {
          ...reply,
          result: encodeFunctionResult({
            abi: culturalProtocolsAbi,
            functionName: 'decide',
            result: { allowed: true, reason: 0, until: 0n },
          }),
        }
      : reply
  for (let attempt = 0; attempt < 5; attempt++) {
    const [status, code] = await refusal(worker, versionId, { purpose: 'health' })
    expect([403, 503]).toContain(status)
    expect(['protocol_purpose', 'chain_disagreement']).toContain(code)
  }
})

test.each([
  ['reverts', 3, 'execution reverted'],
  ['burns the gas', -32_000, 'out of gas'],
])('a protocol whose decision %s lets nobody know of its versions', async (_, code, message) => {
  const server = await liar()
  const { worker, versionId } = await world.readyUnder(openRules, {}, { COMMONWEAL_RPC_URLS: server.url })
  server.lie = (call, reply) =>
    nameOf(call) === 'decide' ? { id: reply.id, jsonrpc: '2.0', error: { code, message } } : reply
  expect(await refusal(worker, versionId)).toEqual([404, 'model_not_found'])
  expect((await worker.get('/v1/models')).body.data).toEqual([])
})
