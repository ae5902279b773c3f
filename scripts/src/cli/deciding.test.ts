import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { getAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { commandLine, key } from './test/commandLine.ts'
import { developmentAccount, runCli, startLocalParts } from './test/localParts.ts'

// Each step is a process of its own, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const wallet = getAddress('0x00000000000000000000000000000000000a11e7')
const subject = `0x${'5b'.repeat(32)}`
let parts: Awaited<ReturnType<typeof startLocalParts>>
let folder: string
let community: { communityId: string; governor: string }

const { cli, answer, failure } = commandLine(() => ({
  COMMONWEAL_RPC_URL: parts.rpcUrl,
  COMMONWEAL_IPFS_RPC: parts.ipfsRpc,
  ...(community === undefined ? {} : { COMMONWEAL_COMMUNITY: community.communityId }),
}))
const at = (index: number) => developmentAccount(index).address
const path = (name: string) => join(folder, name)
const readJson = async (name: string) => JSON.parse(await readFile(path(name), 'utf8'))
const write = (name: string, content: unknown) => writeFile(path(name), JSON.stringify(content))

beforeAll(async () => {
  parts = await startLocalParts()
  folder = await mkdtemp(join(tmpdir(), 'commonweal-deciding-'))
  const founding = {
    name: 'Riverside Mutual Aid',
    charter: 'We look after each other.\n',
    founders: [
      { account: at(1), roles: ['elder'] },
      { account: at(2), roles: ['elder'] },
      { account: at(3) },
      { account: at(4) },
      { account: wallet },
    ],
    votingDelay: 3_600,
    votingPeriod: 86_400,
    lateQuorumVoteExtension: 0,
    quorumPercent: 40,
    timelockDelay: 3_600,
    proposalThreshold: 3,
    council: { consentThreshold: 2, vetoThreshold: 2, vetoTerm: 31_536_000 },
  }
  await write('founding.json', founding)
  await write('alone.json', { ...founding, name: 'Hillside', proposalThreshold: 1 })
  await write('proposal.json', {
    text: 'Welcome Dana\n\nShe has helped since spring.',
    actions: [
      { kind: 'admitMember', account: at(8), roles: ['steward'] },
      { kind: 'setProposalThreshold', members: 2 },
    ],
  })
  community = await answer(['community', 'found', path('founding.json')], key(0))
  await parts.placeWallet(wallet)
  await parts.letTimePass(2)
}, 240_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await parts?.stop()
})

const create = (...more: string[]) => ['proposal', 'create', path('proposal.json'), ...more]
const sponsor = (out: string, ...more: string[]) => [
  'proposal',
  'sponsor',
  path('draft.json'),
  '--out',
  path(out),
  ...more,
]

describe('a proposal by several members', () => {
  let proposalId: string

  test('is told in sentences by a dry run, which needs no key and sends nothing', async () => {
    const result = await cli(create('--dry-run'))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout.split('\n').slice(0, 6)).toEqual([
      '| Welcome Dana',
      '| ',
      '| She has helped since spring.',
      'If members of Riverside Mutual Aid pass it, and it is executed:',
      `  1. Admit ${at(8)} as a member with the role of steward.`,
      '  2. Ask for 2 members together to propose.',
    ])
    expect((await answer(['proposal', 'list'])).proposals).toEqual([])
  })

  test('is not made by one alone, who is told what it takes', async () => {
    for (const args of [create(), create('--dry-run')]) {
      const refused = await cli(args, key(1))
      expect(refused).toMatchObject({ code: 1, stdout: '' })
      expect(refused.stderr).toContain('  2. Ask for 2 members together to propose.')
      expect(refused.stderr).toContain('It takes 3 members together to propose here; 1 signed')
      expect(refused.stderr).toContain('--draft FILE')
    }
  })

  test('is written down for its sponsors, bound to the proposer', async () => {
    const drafted = await answer(create('--draft', path('draft.json')), key(1))
    expect(drafted.sponsorsNeeded).toBe(2)
    proposalId = drafted.proposalId
    const draft = await readJson('draft.json')
    expect(draft).toMatchObject({
      kind: 'commonweal-proposal-draft',
      chainId: 31337,
      governor: community.governor,
      description: `Welcome Dana\n\nShe has helped since spring.#proposer=${at(1)}`,
    })
    expect((await failure(create('--draft', path('draft.json')), key(1))).code).toBe('file_exists')
    const both = create('--draft', path('x.json'), '--sponsor', path('draft.json'))
    expect((await failure(both, key(1), 2)).code).toBe('usage')
  })

  test('is read in sentences by who signs for it', async () => {
    const signed = await cli(sponsor('ben.json'), key(2))
    expect(signed.code).toBe(0)
    expect(signed.stderr).toContain('| Welcome Dana')
    expect(signed.stderr).toContain(`  1. Admit ${at(8)} as a member with the role of steward.`)
    expect(signed.stderr).toContain(
      `Signing: ${at(2)} wants this put to the vote. That says nothing of how it will vote.`,
    )
    expect(signed.stdout).toContain(`Give it to ${at(1)}, who alone can propose it`)
    expect(await readJson('ben.json')).toEqual({
      kind: 'commonweal-sponsorship',
      version: 1,
      chainId: 31337,
      governor: community.governor,
      proposalId,
      sponsor: at(2),
      deadline: expect.stringMatching(/^[0-9]{10}$/),
      signature: expect.stringMatching(/^0x[0-9a-f]{130}$/),
    })
    expect((await failure(sponsor('ben.json'), key(2))).code).toBe('file_exists')
  })

  test('is signed for without a chain too, where its calls are shown as they are', async () => {
    const args = sponsor('cleo.json', '--deadline', '2100-01-01')
    const signed = await runCli(args, key(3))
    expect(signed.code).toBe(0)
    expect(signed.stderr).toContain('1. WARNING: a call this program cannot read')
    expect(signed.stderr).toContain(
      `No chain was asked: what these calls to the Governor ${community.governor}`,
    )
    expect((await readJson('cleo.json')).deadline).toBe('4102444800')
  })

  test('is not signed for where that would be of no use', async () => {
    expect((await failure(sponsor('x.json'), key(1))).code).toBe('sponsorship_own')
    expect(await failure(sponsor('x.json'), key(7))).toMatchObject({
      code: 'not_member',
      message: `${at(7)} is not a member of Riverside Mutual Aid.`,
    })
    expect((await failure(sponsor('x.json', '--deadline', '2001-01-01'), key(2), 2)).code).toBe('usage')
    const { communityId } = await answer(['community', 'found', path('alone.json')], key(0))
    await parts.letTimePass(2)
    const elsewhere = sponsor('x.json', '--community', communityId)
    expect((await failure(elsewhere, key(2))).code).toBe('draft_wrong_community')
    const from = (name: string) => ['proposal', 'sponsor', path(name), '--out', path('x.json')]
    expect((await failure(from('nowhere.json'), key(2))).code).toBe('draft_unreadable')
    expect((await failure(from('proposal.json'), key(2))).code).toBe('draft_kind')
    await write('unbound.json', { ...(await readJson('draft.json')), description: 'Welcome Dana' })
    expect((await failure(from('unbound.json'), key(2))).code).toBe('draft_unbound')
    expect(await readdir(folder)).not.toContain('x.json')
  })

  test('is refused with a signature that does not hold, which is named', async () => {
    const ben = await readJson('ben.json')
    await write('changed.json', { ...ben, deadline: '4102444800' })
    await write('expired.json', { ...ben, deadline: '1' })
    await write('other.json', { ...ben, proposalId: '77' })
    await write('cut.json', 'not this')
    await runCli(sponsor('stranger.json', '--offline'), key(7))
    for (const [name, code] of [
      ['changed.json', 'sponsorship_signer'],
      ['expired.json', 'sponsorship_expired'],
      ['other.json', 'sponsorship_wrong_proposal'],
      ['cut.json', 'sponsorship_kind'],
      ['nowhere.json', 'sponsorship_unreadable'],
      ['stranger.json', 'sponsorship_not_member'],
    ] as const) {
      const refused = await failure(create('--sponsor', path('cleo.json'), path(name)), key(1))
      expect(refused).toMatchObject({ code, message: expect.stringContaining(path(name)) })
    }
    expect((await failure(create('--sponsor', path('ben.json'), path('ben.json')), key(1))).code).toBe(
      'sponsorship_duplicate',
    )
    // Bound to who wrote the draft: somebody else's would be another proposal.
    expect((await failure(create('--sponsor', path('ben.json')), key(4))).code).toBe(
      'sponsorship_wrong_proposal',
    )
    expect((await failure(create('--sponsor', path('ben.json')), key(1))).details.error).toBe(
      'CommunityGovernor_TooFewSponsors',
    )
  })

  test('is made with what several programs and a wallet have signed, in whatever order', async () => {
    const ethers = new Wallet(developmentAccount(4).privateKey)
    const message = { proposalId, sponsor: ethers.address, deadline: '4102444800' }
    const signature = await ethers.signTypedData(
      { name: 'CommunityGovernor', version: '1', chainId: 31337, verifyingContract: community.governor },
      {
        Sponsorship: [
          { name: 'proposalId', type: 'uint256' },
          { name: 'sponsor', type: 'address' },
          { name: 'deadline', type: 'uint256' },
        ],
      },
      message,
    )
    const ben = await readJson('ben.json')
    await write('dawit.json', { ...ben, ...message, signature })
    await write('wallet.json', { ...ben, sponsor: wallet, signature: '0x1234' })
    const files = ['wallet.json', 'dawit.json', 'ben.json', 'cleo.json'].map(path)
    const tried = await answer(create('--dry-run', '--sponsor', ...files), key(1))
    expect(tried).toMatchObject({ dryRun: true, proposalId })
    const made = await answer(create('--sponsor', ...files), key(1))
    expect(made).toMatchObject({ proposalId, sponsors: [at(2), at(3), at(4), wallet] })
    const { proposal } = await answer(['proposal', 'show', proposalId])
    expect(proposal).toMatchObject({
      proposer: at(1),
      state: 'Pending',
      sponsors: [at(2), at(3), at(4), wallet],
    })
    expect((await cli(['proposal', 'show', proposalId])).stdout).toContain(`  sponsor  ${wallet}`)
    expect(proposal.description).toBe((await readJson('draft.json')).description)
    expect((await failure(sponsor('x.json'), key(2))).message).toBe('This very proposal is made already.')
  })

  test('is taken back by its proposer alone, before voting, and then rests for that member', async () => {
    const cancel = ['proposal', 'cancel', proposalId]
    expect(await failure(cancel, key(2))).toMatchObject({
      details: { error: 'GovernorUnableToCancel' },
      message: expect.stringContaining('only the member who made it can'),
    })
    expect((await answer([...cancel, '--dry-run'], key(1))).dryRun).toBe(true)
    const cancelled = await cli(cancel, key(1))
    expect(cancelled.stdout).toContain('Taken back: Welcome Dana')
    expect(cancelled.stdout).toContain('The same member cannot propose exactly this again until')
    expect((await answer(['proposal', 'show', proposalId])).proposal).toMatchObject({
      state: 'Canceled',
      stateSentence: 'Taken back by its proposer.',
    })
    expect((await failure(cancel, key(1))).code).toBe('wrong_state')
    const again = await failure(create('--sponsor', path('ben.json'), path('cleo.json')), key(1))
    expect(again.details.error).toBe('CommunityGovernor_CoolingDown')
  })
})

describe('a proposal of one alone, where that is enough', () => {
  test('is made from a file and carried out: who was removed so is told why it cannot come back', async () => {
    const { communityId } = await answer(['community', 'found', path('alone.json')], key(0))
    const hillside = ['--community', communityId]
    await parts.letTimePass(2)
    const reason = 'Sold its say.'
    await write('removal.json', { text: 'Part', actions: [{ kind: 'removeMember', account: at(4), reason }] })
    const { proposalId } = await answer(['proposal', 'create', path('removal.json'), ...hillside], key(1))
    await parts.letTimePass(3_601)
    const step = (...args: string[]) => ['proposal', ...args, ...hillside]
    const tried = await cli([...step('vote', proposalId, 'for'), '--dry-run'], key(1))
    expect(tried.stdout).toContain(`${at(1)} votes for: Part`)
    expect(tried.stdout).toContain('Nothing was sent.')
    for (const index of [1, 2]) await answer(step('vote', proposalId, 'for'), key(index))
    await parts.letTimePass(86_401)
    expect(await answer([...step('queue', proposalId), '--dry-run'], key(0))).toMatchObject({ dryRun: true })
    await answer(step('queue', proposalId), key(0))
    const early = await failure([...step('execute', proposalId), '--dry-run'], key(0))
    expect(early.details.error).toBe('TimelockUnexpectedOperationState')
    await parts.letTimePass(3_601)
    expect(await answer([...step('execute', proposalId), '--dry-run'], key(0))).toMatchObject({
      dryRun: true,
    })
    await answer(step('execute', proposalId), key(0))

    expect((await cli(['member', 'show', at(4), ...hillside])).stdout).toContain(
      `${at(4)} was member 4 of Hillside; the community removed it, and only a vote lets it in again.`,
    )
    expect((await failure(['member', 'leave', ...hillside], key(4))).message).toContain('removed it')
    expect((await failure(['member', 'join', ...hillside], key(4))).details.error).toBe(
      'Membership_VouchingClosed',
    )
  })
})

describe('a proposal that could not be carried out now', () => {
  test('is made all the same, with a warning that says what would fail and why', async () => {
    await write('early.json', {
      text: 'Part, and welcome',
      actions: [
        { kind: 'admitMember', account: at(1) },
        { kind: 'admitMember', account: at(8) },
        { kind: 'removeMember', account: at(8), reason: 'Was never here.' },
        { kind: 'setProposalThreshold', members: 2 },
        { kind: 'transferNative', to: at(8), amount: '5' },
      ],
    })
    const warnings = [
      `Warning: action 1 would fail if it were executed now. ${at(1)} is a member already.`,
      `Warning: action 3 would fail if it were executed now. ${at(8)} is not a member (or joined only just now).`,
      'Warning: action 5 would fail if it were executed now. The treasury has less than that of the chain’s own coin.',
    ]
    const create = ['proposal', 'create', path('early.json')]
    expect((await answer([...create, '--dry-run'])).warnings).toEqual(warnings)
    const drafted = await cli([...create, '--draft', path('early.draft.json')], key(1))
    for (const warning of warnings) expect(drafted.stdout).toContain(warning)
  })
})

describe('a proposal whose actions mean nothing to members', () => {
  test('is not made', async () => {
    await write('strange.json', {
      text: 'x',
      // The Governor takes no money, so that a ballot could only show a call without a meaning.
      actions: [{ kind: 'transferNative', to: community.governor, amount: '5' }],
    })
    expect(await failure(['proposal', 'create', path('strange.json')], key(1))).toMatchObject({
      code: 'proposal_invalid',
      details: { at: 'actions.0' },
    })
    await write('strange.json', { text: 'x', actions: [] })
    expect((await failure(['proposal', 'create', path('strange.json')], key(1))).code).toBe(
      'proposal_invalid',
    )
    expect((await failure(['proposal', 'create'], key(1), 2)).code).toBe('usage')
  })
})

describe('the elders', () => {
  test('consent together, and each may take it back', async () => {
    const consent = ['council', 'consent', subject]
    expect(await failure(consent, key(3))).toMatchObject({
      details: { error: 'ElderCouncil_NotElder' },
      message: `${at(3)} is not an elder of the community.`,
    })
    const first = await cli(consent, key(1))
    expect(first.stderr).toContain('which is no model version on record')
    expect(first.stdout).toContain(
      '1 elder consents. The policy that this is about says how many it takes: policy show.',
    )
    expect((await failure(consent, key(1))).details.error).toBe('ElderCouncil_AlreadyConsented')
    const unknown = { needed: null, otherCommunities: null }
    expect((await answer(consent, key(2))).consent).toEqual({ standing: 2, ...unknown })
    expect((await cli(['council', 'show', subject])).stdout).toContain('2 elders consent. The policy that')
    const withdraw = ['council', 'withdraw-consent', subject]
    expect((await answer(withdraw, key(1))).consent).toEqual({ standing: 1, ...unknown })
    expect((await failure(withdraw, key(1))).details.error).toBe('ElderCouncil_NotConsented')
    expect((await failure(['council', 'consent', '0x12'], key(1), 2)).code).toBe('usage')
  })

  test('are shown with what they may do, and until when', async () => {
    const shown = await answer(['council', 'show'])
    expect(shown).toMatchObject({
      consentThreshold: 2,
      vetoThreshold: 2,
      elders: [
        { memberId: 1, account: at(1) },
        { memberId: 2, account: at(2) },
      ],
      waiting: [],
    })
    expect(shown.vetoExpiresAt).toBeGreaterThan(1_700_000_000)
    expect((await cli(['council', 'show'])).stdout).toMatch(
      /2 elders may veto, with a public reason, what was voted and waits, until \d{4}-.* UTC; then that ends/,
    )
  })

  test('veto what was voted and waits, with their reasons in public', async () => {
    await write('quorum.json', {
      text: 'More of us',
      actions: [{ kind: 'setQuorumBps', basisPoints: 6_000 }],
    })
    const propose = ['proposal', 'create', path('quorum.json')]
    await answer([...propose, '--draft', path('quorum-draft.json')], key(3))
    for (const index of [1, 4]) {
      const args = ['proposal', 'sponsor', path('quorum-draft.json'), '--out', path(`quorum-${index}.json`)]
      await answer(args, key(index))
    }
    const files = [path('quorum-1.json'), path('quorum-4.json')]
    const { proposalId } = await answer([...propose, '--sponsor', ...files], key(3))
    const veto = (reason: string) => ['council', 'veto', proposalId, '--reason', reason]
    expect(await failure(veto('no'), key(1))).toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('The proposal cannot be vetoed now. Voting opens in'),
    })
    await parts.letTimePass(3_601)
    for (const index of [3, 4]) await answer(['proposal', 'vote', proposalId, 'for'], key(index))
    await parts.letTimePass(86_401)
    await answer(['proposal', 'queue', proposalId], key(0))

    expect((await failure(veto(' '), key(1), 2)).code).toBe('usage')
    expect((await failure(veto('no'), key(3))).details.error).toBe('ElderCouncil_NotElder')
    const first = await cli(veto('Too few would ever come.'), key(1))
    expect(first.stderr).toContain('1. Ask 60 % of the members to take part.')
    expect(first.stderr).toContain('The members have voted for it.')
    expect(first.stdout).toContain('1 of 2 elders against it; one more is needed before')
    expect((await failure(veto('again'), key(1))).details.error).toBe('ElderCouncil_AlreadySupported')
    const reasons = [{ memberId: 1, elder: at(1), reason: 'Too few would ever come.' }]
    expect((await answer(['council', 'show'])).waiting).toMatchObject([
      { proposalId, vetoes: { standing: 1, needed: 2, reasons } },
    ])
    expect((await answer(['proposal', 'show', proposalId])).proposal.vetoes).toEqual({
      standing: 1,
      needed: 2,
      reasons,
    })

    expect((await answer(veto('I agree.'), key(2))).vetoed).toBe(true)
    const shown = await cli(['proposal', 'show', proposalId])
    expect(shown.stdout).toContain('Canceled: Stopped by the elders while it waited in the timelock.')
    expect(shown.stdout).toContain(`veto     ${at(1)}: "Too few would ever come."`)
    expect(shown.stdout).toContain(`veto     ${at(2)}: "I agree."`)
    expect((await failure(['proposal', 'execute', proposalId], key(0))).code).toBe('wrong_state')
    expect((await failure(veto('late'), key(1))).code).toBe('wrong_state')
  })

  test('whose power has ended are told so', async () => {
    await parts.letTimePass(31_536_000)
    expect((await cli(['council', 'show'])).stdout).toContain(
      'Elders cannot veto what was voted any more: that power, which took 2 elders, ended at',
    )
    expect((await cli(['community', 'show'])).stdout).toContain('A vote can renew it.')
  })
})
