import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KnownAction } from '@commonweal/sdk/proposals/action'
import { decodeAction } from '@commonweal/sdk/proposals/decodeAction'
import { encodeAction } from '@commonweal/sdk/proposals/encodeAction'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeAction } from './describeProposal.ts'
import policyExample from './policy.example.json' with { type: 'json' }
import { readProposalFile } from './proposalSchema.ts'

const communityId = `0x${'c'.repeat(64)}` as const
const id = `0x${'1'.repeat(64)}` as const
const person = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const other = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const addresses = {
  communityRegistry: '0x0000000000000000000000000000000000000a01',
  modelRegistry: '0x0000000000000000000000000000000000000a02',
  membership: '0x0000000000000000000000000000000000000a03',
  governor: '0x0000000000000000000000000000000000000a04',
  timelock: '0x0000000000000000000000000000000000000a05',
  council: '0x0000000000000000000000000000000000000A06',
  culturalProtocols: '0x0000000000000000000000000000000000000A07',
  federation: '0x0000000000000000000000000000000000000a08',
  quadraticFunding: '0x0000000000000000000000000000000000000A09',
} as const
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-proposals-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(content: unknown) {
  const path = join(folder, 'proposal.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readProposalFile(path, communityId)
}
const one = async (action: object) => (await read({ text: 'x', actions: [action] })).actions[0]

const roundTerms = {
  others: [id],
  token: other,
  givingFrom: 1_900_000_000,
  givingUntil: 1_900_086_400,
  reviewUntil: 1_900_172_800,
  expiresAt: 1_900_259_200,
  cap: '50',
  minGift: '1',
  document: id,
}

/** Every kind there is: a new one in the sdk has to be added here, and to what is read. */
const written: Readonly<Record<KnownAction['kind'], object>> = {
  approveVersion: { versionId: id, policyId: id, supersedesParent: true },
  setEvaluator: { evaluator: person, recognised: true },
  setEvaluationRequired: { required: true },
  loosenPolicy: { policyId: id, rules: policyExample },
  setCommercialGrant: { policyId: id, account: person, granted: false },
  setDerivativeApproval: { policyId: id, versionId: id, approved: true },
  setGrant: { to: id, scopes: ['adopt', 'derive'], expiresAt: 1_900_000_000, keepsOnRevocation: true },
  suspendVersion: { versionId: id, reason: 'why' },
  restoreVersion: { versionId: id },
  revokeVersion: { versionId: id, reason: 'why' },
  openRound: {
    salt: id,
    terms: roundTerms,
  },
  cancelRound: { roundId: id, reason: 'why' },
  acceptProject: { roundId: id, project: 2, reason: 'why' },
  rejectProject: { roundId: id, project: 2, reason: 'why' },
  admitMember: { account: person, roles: ['elder', 'treasurer'] },
  removeMember: { account: person, reason: 'why' },
  setRoles: { account: person, roles: [] },
  setVouching: { needed: 3, seconds: 86_400 },
  setRecoveryDelay: { seconds: 86_400 },
  supportRecovery: { memberId: 7, to: person },
  cancelRecovery: { memberId: 7 },
  transferNative: { to: person, amount: '1000000000000000000000' },
  transferToken: { token: other, to: person, amount: '5' },
  setVotingDelay: { seconds: 60 },
  setVotingPeriod: { seconds: 60 },
  setLateQuorumVoteExtension: { seconds: 0 },
  setQuorumBps: { basisPoints: 2_000 },
  setMinimumVoters: { voters: 2 },
  setProposalThreshold: { members: 3 },
  setReproposalCooldown: { seconds: 60 },
  setSuperMajorityBps: { basisPoints: 6_667 },
  relay: { payment: { kind: 'transferNative', to: person, amount: '5' } },
  setTimelock: { timelock: other },
  setTimelockDelay: { seconds: 60 },
  setTreasuryCap: { basisPoints: 1_000, seconds: 86_400 },
  grantTimelockRole: { role: 'canceller', account: other },
  revokeTimelockRole: { role: 'canceller', account: other },
  setCouncilThresholds: { consent: 1, veto: 2 },
  setVetoPower: { expiresAt: 1_900_000_000 },
  setCharter: { charterDigest: id, charterURI: 'ipfs://x' },
  setGovernor: { governor: other },
  setCouncil: { council: other },
  offerAuthority: { to: other },
  acceptAuthority: {},
}

test.each(Object.entries(written))('%s is read, and is what members will read', async (kind, fields) => {
  const action = (await one({ kind, ...fields })) as KnownAction
  expect(action.kind).toBe(kind)
  expect(decodeAction(encodeAction(action, addresses), addresses)).toEqual(action)
  expect(describeAction(action)).toMatch(/\.$/)
})

test('what it says is kept: amounts beyond JavaScript’s numbers, roles as bits, and this community', async () => {
  expect(await one({ kind: 'transferNative', ...written.transferNative })).toEqual({
    kind: 'transferNative',
    to: person,
    amount: 10n ** 21n,
  })
  expect(
    await one({ kind: 'admitMember', account: person.toLowerCase(), roles: ['elder', 'steward'] }),
  ).toEqual({ kind: 'admitMember', account: person, roles: 3 })
  expect(await one({ kind: 'restoreVersion', versionId: id })).toMatchObject({ communityId })
  expect(await one({ kind: 'acceptAuthority', communityId: id })).toMatchObject({ communityId: id })
})

test.each([
  ['text', { text: ' ' }],
  ['text', { text: '\ud83c' }],
  ['actions', { actions: [] }],
  ['actions.0.account', { actions: [{ kind: 'admitMember', account: '0x12' }] }],
  // Its checksum is another's.
  [
    'actions.0.account',
    { actions: [{ kind: 'admitMember', account: person.replace('C51812dc', 'c51812Dc') }] },
  ],
  ['actions.0.roles.0', { actions: [{ kind: 'admitMember', account: person, roles: ['king'] }] }],
  ['actions.0.reason', { actions: [{ kind: 'removeMember', account: person, reason: ' ' }] }],
  ['actions.0.amount', { actions: [{ kind: 'transferNative', to: person, amount: 5 }] }],
  ['actions.0.amount', { actions: [{ kind: 'transferNative', to: person, amount: '0' }] }],
  ['actions.0.basisPoints', { actions: [{ kind: 'setQuorumBps', basisPoints: 10_001 }] }],
  [
    'actions.0.rules',
    { actions: [{ kind: 'loosenPolicy', policyId: id, rules: { ...policyExample, share: 5 } }] },
  ],
  ['actions.0.seconds', { actions: [{ kind: 'setVotingPeriod', seconds: 2 ** 32 }] }],
  ['actions.0.memberId', { actions: [{ kind: 'cancelRecovery', memberId: 0 }] }],
  ['actions.0.communityId', { actions: [{ kind: 'restoreVersion', versionId: id, communityId: id }] }],
  ['actions.0.payment.kind', { actions: [{ kind: 'relay', payment: { kind: 'setQuorumBps' } }] }],
  [
    'actions.0.terms.cap',
    {
      actions: [{ kind: 'openRound', salt: id, terms: { ...roundTerms, cap: (2n ** 128n).toString() } }],
    },
  ],
  [
    'actions.0.terms.communityId',
    { actions: [{ kind: 'openRound', salt: id, terms: { ...roundTerms, communityId: id } }] },
  ],
  ['actions.0.project', { actions: [{ kind: 'acceptProject', roundId: id, project: 0, reason: 'why' }] }],
  ['proposer', { proposer: person }],
])('a file that is wrong at %s is refused, naming it (%#)', async (at, change) => {
  const file = { text: 'x', actions: [{ kind: 'setQuorumBps', basisPoints: 3_000 }], ...change }
  await expect(read(file)).rejects.toMatchObject({ code: 'proposal_invalid', details: { at } })
})

test('a kind that is none is told with those there are', async () => {
  await expect(one({ kind: 'makeKing' })).rejects.toMatchObject({
    message: expect.stringContaining('at actions.0.kind: is no kind of action that a community can decide'),
    next: `A kind is one of ${Object.keys(written).join(', ')}.`,
  })
})

test('what is not JSON, or not there, is told so', async () => {
  await expect(read('{')).rejects.toMatchObject({ code: 'proposal_unreadable' })
  await expect(readProposalFile(join(folder, 'nowhere'), communityId)).rejects.toMatchObject({
    code: 'proposal_unreadable',
    message: expect.stringContaining('cannot be read'),
  })
})

test('the example is a proposal', async () => {
  const { actions } = await readProposalFile(join(import.meta.dirname, 'proposal.example.json'), communityId)
  expect(actions.map(({ kind }) => kind)).toEqual(['admitMember', 'transferNative'])
})
