import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { exampleFields } from '../../../sdk/test/exampleManifest.ts'
import { plainModel } from '../../../sdk/test/onnx.ts'
import { commandLine, key } from './test/commandLine.ts'
import { developmentAccount, startLocalParts } from './test/localParts.ts'

// Each step is a process of its own, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 })

let parts: Awaited<ReturnType<typeof startLocalParts>>
let folder: string
let community: { communityId: string }
let policyId: string

const { cli, answer, failure } = commandLine(() => ({
  COMMONWEAL_RPC_URL: parts.rpcUrl,
  COMMONWEAL_IPFS_RPC: parts.ipfsRpc,
  ...(community === undefined ? {} : { COMMONWEAL_COMMUNITY: community.communityId }),
}))
const at = (index: number) => developmentAccount(index).address
const path = (name: string) => join(folder, name)
const write = (name: string, content: unknown) => writeFile(path(name), JSON.stringify(content))
const example = async () =>
  JSON.parse(await readFile(join(import.meta.dirname, 'policy.example.json'), 'utf8')) as object
const policy = (...args: string[]) => ['policy', ...args]

beforeAll(async () => {
  parts = await startLocalParts()
  folder = await mkdtemp(join(tmpdir(), 'commonweal-policies-'))
  const founding = {
    name: 'Riverside Mutual Aid',
    charter: 'We look after each other.\n',
    founders: [
      { account: at(1), roles: ['elder'] },
      { account: at(2), roles: ['elder'] },
      { account: at(3), roles: ['steward'] },
      { account: at(4) },
    ],
    votingDelay: 3_600,
    votingPeriod: 86_400,
    lateQuorumVoteExtension: 0,
    quorumPercent: 40,
    timelockDelay: 3_600,
    proposalThreshold: 1,
    council: { consentThreshold: 1, vetoThreshold: 2, vetoTerm: 31_536_000 },
  }
  await write('founding.json', founding)
  await write('neighbours.json', {
    ...founding,
    name: 'Hillside',
    founders: [{ account: at(5), roles: ['elder'] }],
    council: { ...founding.council, consentThreshold: 3 },
  })
  community = await answer(['community', 'found', path('founding.json')], key(0))
  await parts.letTimePass(2)
  await write('winter.json', await example())
}, 240_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await parts?.stop()
})

describe('a policy of a community', () => {
  test('is made by an elder or steward, and told in sentences before', async () => {
    const create = policy('create', path('winter.json'), '--name', 'winter stories')
    expect(await failure(create, key(4))).toMatchObject({
      details: { error: 'CulturalProtocols_NotGuardian' },
    })
    const tried = await cli([...create, '--dry-run'], key(3))
    expect(tried.stdout).toContain('Nothing stands under it before members approve a version under it.')
    expect((await answer(policy('list'))).policies).toEqual([])
    policyId = (await answer(create, key(3))).policyId
    expect(await failure(create, key(3))).toMatchObject({
      details: { error: 'CulturalProtocols_AlreadyCreated' },
    })
    const { policies } = await answer(policy('list'))
    expect(policies).toEqual([
      {
        ...(await example()),
        policyId,
        communityId: community.communityId,
        closedUntil: null,
        parents: [],
        revision: 0,
      },
    ])
  })

  test('is refused with a file that is wrong, at the place', async () => {
    await write('wrong.json', { ...(await example()), purposes: ['gossip'] })
    expect(await failure(policy('create', path('wrong.json'), '--name', 'x'), key(3))).toMatchObject({
      code: 'policy_invalid',
      message: expect.stringContaining('purposes'),
    })
    expect((await failure(policy('show', '0x12'), undefined, 2)).code).toBe('usage')
    expect((await failure(policy('show', `0x${'12'.repeat(32)}`))).code).toBe('unknown_policy')
  })

  test('decides the same from the chain as from its file', async () => {
    await answer(policy('show', policyId, '--out', path('shown.json')))
    const { policy: shown } = JSON.parse(await readFile(path('shown.json'), 'utf8'))
    const request = { purpose: 'education', memberships: [{ communityId: community.communityId, roles: [] }] }
    await write('question.json', { policy: shown, request, at: '2026-07-01T00:00:00Z' })
    expect(JSON.parse((await cli(policy('decide', path('question.json')))).stdout)).toEqual({
      allowed: false,
      reason: 'OUT_OF_SEASON',
      until: '2026-11-01T05:00:00Z',
    })
  })

  test('stands on another, and says so', async () => {
    await write('child.json', { ...(await example()), purposes: ['education'] })
    const child = policy('create', path('child.json'), '--name', 'for schools', '--parent', policyId)
    const made = await answer(child, key(1))
    const { policy: shown } = await answer(policy('show', made.policyId))
    expect(shown.parents.map((parent: { policyId: string }) => parent.policyId)).toEqual([policyId])
  })

  test('is tightened at once by an elder, and by nobody to more', async () => {
    await write('tight.json', { ...(await example()), purposes: ['education'] })
    const tighten = policy('tighten', policyId, path('tight.json'))
    expect(await failure(tighten, key(3))).toMatchObject({
      details: { error: 'CulturalProtocols_NotGuardian' },
    })
    await answer(tighten, key(1))
    const { policy: shown, revision } = await answer(policy('show', policyId))
    expect([shown.purposes, revision]).toEqual([['education'], 1])
    expect(await failure(policy('tighten', policyId, path('winter.json')), key(1))).toMatchObject({
      code: 'policy_not_stricter',
      message: expect.stringContaining('purposes'),
      details: { policyId, fields: ['purposes'] },
      next: expect.stringContaining('policy propose-loosening'),
    })
    await write('other.json', { ...(await example()), policyId: `0x${'12'.repeat(32)}` })
    expect((await failure(policy('tighten', policyId, path('other.json')), key(1))).code).toBe(
      'policy_file_invalid',
    )
  })

  test('permits more by vote and with the consent of elders', async () => {
    const { proposalId, consentSubject, consentNeeded, warnings } = await answer(
      policy('propose-loosening', policyId, path('winter.json'), '--text', 'As it was'),
      key(4),
    )
    expect(consentNeeded).toBe(2)
    expect(warnings).toEqual([expect.stringContaining('Fewer elders consent')])
    expect((await cli(['proposal', 'show', proposalId])).stdout).toContain(
      'other rules, which may permit more',
    )
    await parts.letTimePass(3_601)
    for (const index of [3, 4]) await answer(['proposal', 'vote', proposalId, 'for'], key(index))
    await parts.letTimePass(86_401)
    await answer(['proposal', 'queue', proposalId], key(0))
    await parts.letTimePass(3_601)
    const execute = ['proposal', 'execute', proposalId]
    const consented = await cli(['council', 'consent', consentSubject], key(1))
    // The subject is a digest: whose rules it is about cannot be read from it, and one consent is not enough here.
    const told = '  1 elder consents. The policy that this is about says how many it takes: policy show.'
    expect(consented.stdout).toContain(told)
    const shownConsent = ['council', 'show', consentSubject]
    expect((await cli(shownConsent)).stdout).toContain(told)
    expect((await answer(shownConsent)).consent).toEqual({
      standing: 1,
      needed: null,
      otherCommunities: null,
    })
    expect(await failure(execute, key(0))).toMatchObject({
      details: { error: 'CulturalProtocols_NoConsent' },
    })
    await answer(['council', 'consent', consentSubject], key(2))
    await answer(execute, key(0))
    const { policy: shown, revision } = await answer(policy('show', policyId))
    expect([shown.purposes, revision]).toEqual([['education', 'language_revitalisation'], 2])
  })

  test('is closed early with a reason while its season is open', async () => {
    const close = policy('close', policyId, '--reason', 'A death in the village.')
    expect(await failure(close, key(4))).toMatchObject({
      details: { error: 'CulturalProtocols_NotGuardian' },
    })
    expect((await failure(policy('close', policyId, '--reason', ' '), key(3), 2)).code).toBe('usage')
    await write('always.json', { ...(await example()), season: null })
    const always = await answer(policy('create', path('always.json'), '--name', 'always'), key(3))
    expect(await failure(policy('close', always.policyId, '--reason', 'x'), key(3))).toMatchObject({
      details: { error: 'CulturalProtocols_NotOpen' },
    })
    // Into winter, whatever the day is on which this runs.
    const { now } = await answer(['proposal', 'list'])
    const year = new Date(now * 1000).getUTCFullYear()
    await parts.letTimePass(Date.UTC(year + 1, 11, 15) / 1000 - now)
    const closed = await answer(close, key(3))
    expect(closed.until).toBe(Date.UTC(year + 2, 3, 1, 5) / 1000)
    expect((await answer(policy('show', policyId))).policy.closedUntil).toBe(`${year + 2}-04-01T05:00:00Z`)
    expect(await failure(close, key(3))).toMatchObject({ details: { error: 'CulturalProtocols_NotOpen' } })
  })
})

describe('the elders’ consent to a version', () => {
  /** Puts a version under a policy on record. */
  async function submitUnder(policyId: string, slug: string, environment: Record<string, string> = {}) {
    const directory = path(slug)
    await mkdir(join(directory, 'onnx'), { recursive: true })
    await writeFile(join(directory, 'config.json'), '{}')
    await writeFile(join(directory, 'onnx/model.onnx'), plainModel())
    const texts = policyId === zeroHash ? [] : [{ language: 'en', sha256: '5b'.repeat(32) }]
    await write('fields.json', { ...exampleFields, policy: { policyId, texts } })
    const submit = ['model', 'submit', directory, '--slug', slug, '--fields', path('fields.json')]
    const { versionId } = await answer(submit, { ...key(6), ...environment })
    return versionId as string
  }
  const show = (versionId: string) => ['council', 'show', versionId]
  const statusOf = async (versionId: string, slug: string) =>
    (await answer(['model', 'verify', versionId, '--dir', path(slug)])).status

  test('takes as many as the strictest part of its policy asks for, as the registry counts', async () => {
    await write('one.json', { ...(await example()), consent: 1 })
    const create = policy('create', path('one.json'), '--name', 'one elder', '--parent', policyId)
    const { policyId: child } = await answer(create, key(1))
    const versionId = await submitUnder(child, 'stories')
    const consent = ['council', 'consent', versionId]
    expect(await answer(consent, key(1))).toMatchObject({
      consent: { standing: 1, needed: 2, otherCommunities: [] },
    })
    const pending = await cli(show(versionId))
    expect(pending.stdout).toContain(`About the model version ${versionId} (stories):`)
    expect(pending.stdout).toContain('1 of the 2 elders it takes consents; one more is needed.')
    expect(await statusOf(versionId, 'stories')).toBe('ConsentPending')
    expect(await failure(['model', 'propose-approval', versionId], key(1))).toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('elders have not consented'),
      next: expect.stringContaining(`council consent ${versionId}`),
    })
    const second = await cli(consent, key(2))
    expect(second.stdout).toContain('It has the consent of the elders: 2 of the 2 it takes.')
    expect(second.stdout).not.toContain('communit')
    expect(await statusOf(versionId, 'stories')).toBe('Consented')
    const withdrawn = await answer(['council', 'withdraw-consent', versionId], key(1))
    expect(withdrawn.consent).toEqual({ standing: 1, needed: 2, otherCommunities: [] })
    expect(await statusOf(versionId, 'stories')).toBe('ConsentPending')
  })

  test('is not needed without a policy', async () => {
    const versionId = await submitUnder(zeroHash, 'plain')
    expect((await answer(show(versionId))).consent).toEqual({ standing: 0, needed: 0, otherCommunities: [] })
    expect((await cli(show(versionId))).stdout).toContain('It needs no consent of this council.')
    expect(await statusOf(versionId, 'plain')).toBe('Submitted')
  })

  test('is that of another community too where the policy stands on one of theirs', async () => {
    const { communityId } = await answer(['community', 'found', path('neighbours.json')], key(0))
    await parts.letTimePass(2)
    const there = { COMMONWEAL_COMMUNITY: communityId }
    await write('freely.json', { ...(await example()), consent: 0 })
    const create = (name: string, file: string) =>
      answer(policy('create', path(file), '--name', name, '--parent', policyId), { ...key(5), ...there })
    const asking = await submitUnder((await create('asking', 'one.json')).policyId, 'asking', there)
    const freely = await submitUnder((await create('freely', 'freely.json')).policyId, 'freely', there)

    const ours = community.communityId
    expect((await answer(show(asking), there)).consent).toEqual({
      standing: 0,
      needed: 1,
      otherCommunities: [ours],
    })
    expect((await answer(show(freely), there)).consent).toEqual({
      standing: 0,
      needed: 0,
      otherCommunities: [ours],
    })
    expect((await cli(show(freely), there)).stdout).toContain(
      `  It needs no consent of this council.\n  Its policy asks for the consent of elders of another community: ${ours}\n`,
    )
    expect((await answer(show(asking))).consent).toEqual({
      standing: 0,
      needed: 2,
      otherCommunities: [communityId],
    })
    expect((await answer(show(freely))).consent).toEqual({ standing: 0, needed: 2, otherCommunities: [] })

    const given = await cli(['council', 'consent', asking], { ...key(5), ...there })
    expect(given.stdout).toContain('It has the consent of the elders: 1 of the 1 it takes.')
    expect(given.stdout).toContain(
      `Its policy asks for the consent of elders of another community too: ${ours}`,
    )
    // The others have not consented.
    expect(await statusOf(asking, 'asking')).toBe('ConsentPending')
  })
})
