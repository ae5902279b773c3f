import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeAction } from '@commonweal/sdk/proposals/encodeAction'
import { Wallet } from 'ethers'
import { getAddress, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openChain } from '../actions/openChain.ts'
import { propose } from '../actions/propose.ts'
import { type Community, readCommunity } from '../actions/readCommunity.ts'
import { actionAddresses } from '../actions/readProposals.ts'
import { commandLine, key } from './test/commandLine.ts'
import { developmentAccount, runCli, startLocalParts } from './test/localParts.ts'

// Each step is a process of its own, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const wallet = getAddress('0x00000000000000000000000000000000000a11e7')
let parts: Awaited<ReturnType<typeof startLocalParts>>
let folder: string
let community: Community
let openId: string
let pendingId: string

const { cli, answer, failure } = commandLine(() => ({
  COMMONWEAL_RPC_URL: parts.rpcUrl,
  COMMONWEAL_IPFS_RPC: parts.ipfsRpc,
  ...(community === undefined ? {} : { COMMONWEAL_COMMUNITY: community.communityId }),
}))

/** Puts to the vote to admit development account `index`. */
async function proposeAdmission(proposer: number, index: number): Promise<string> {
  const chain = await openChain({ rpcUrl: parts.rpcUrl })
  const { proposalId } = await propose(chain, privateKeyToAccount(developmentAccount(proposer).privateKey), {
    governor: community.governor,
    actions: [
      encodeAction(
        { kind: 'admitMember', account: developmentAccount(index).address, roles: 0 },
        actionAddresses(chain, community),
      ),
    ],
    text: `Welcome, account ${index}`,
  })
  return proposalId.toString()
}

beforeAll(async () => {
  parts = await startLocalParts()
  folder = await mkdtemp(join(tmpdir(), 'commonweal-ballots-'))
  const founding = join(folder, 'founding.json')
  await writeFile(
    founding,
    JSON.stringify({
      name: 'Riverside Mutual Aid',
      charter: 'We look after each other.\n',
      founders: [
        ...[1, 2, 3, 4].map((index) => ({ account: developmentAccount(index).address })),
        { account: wallet },
      ],
      // Long enough for the second proposal to wait while everything below happens.
      votingDelay: 3_600,
      votingPeriod: 86_400,
      lateQuorumVoteExtension: 600,
      quorumPercent: 40,
      minimumVoters: 2,
      timelockDelay: 3_600,
    }),
  )
  const { communityId } = await answer(['community', 'found', founding], key(0))
  community = await readCommunity(await openChain({ rpcUrl: parts.rpcUrl }), communityId)
  await parts.placeWallet(wallet)
  await parts.letTimePass(2)
  openId = await proposeAdmission(1, 8)
  await parts.letTimePass(3_601)
  pendingId = await proposeAdmission(1, 9)
}, 240_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await parts?.stop()
})

/** A folder for the ballots of one test. */
async function ballots(name: string): Promise<string> {
  const directory = join(folder, name)
  await mkdir(directory)
  return directory
}

const sign = (index: number, out: string, ...more: string[]) =>
  answer(['ballot', 'sign', openId, '--support', 'for', '--out', out, ...more], key(index))
const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'))

describe('a ballot', () => {
  test('is signed into a file after it was said what is voted on', async () => {
    const directory = await ballots('signed')
    const out = join(directory, 'ada.json')
    const result = await cli(
      ['ballot', 'sign', openId.slice(0, 12), '--support', 'for', '--reason', 'Sí', '--out', out],
      key(1),
    )
    expect(result.code).toBe(0)
    expect(result.stderr).toContain('| Welcome, account 8')
    expect(result.stderr).toContain(`1. Admit ${developmentAccount(8).address} as a member with no role.`)
    expect(result.stderr).toContain(`Signing: ${developmentAccount(1).address} votes for: "Sí".`)
    const ballot = await readJson(out)
    const { voteEnd } = (await answer(['proposal', 'show', openId])).proposal
    expect(ballot).toEqual({
      kind: 'commonweal-ballot',
      version: 1,
      chainId: 31337,
      governor: community.governor,
      proposalId: openId,
      support: 'for',
      voter: developmentAccount(1).address,
      reason: 'Sí',
      // As long as there may be voting.
      deadline: String(voteEnd + 600),
      signature: expect.stringMatching(/^0x[0-9a-f]{130}$/),
    })
    // A signed ballot is not written over.
    expect(await failure(['ballot', 'sign', openId, '--support', 'for', '--out', out], key(2))).toMatchObject(
      {
        code: 'file_exists',
        details: { path: out },
      },
    )
    expect(await readJson(out)).toEqual(ballot)
  })

  test('needs no chain where it is told where it counts', async () => {
    const out = join(await ballots('offline'), 'ben.json')
    const where = ['--chain-id', '31337', '--governor', community.governor]
    const args = ['ballot', 'sign', openId, '--support', 'against', '--deadline', '2100-01-01', '--out', out]
    const result = await runCli([...args, ...where, '--offline', '--json'], key(2))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(await readJson(out)).toMatchObject({
      chainId: 31337,
      governor: community.governor,
      proposalId: openId,
      support: 'against',
      voter: developmentAccount(2).address,
      reason: '',
      deadline: '4102444800',
    })
    const refuse = async (changed: string[]) => JSON.parse((await runCli(changed, key(2))).stderr).error
    const elsewhere = [...args.slice(0, -1), join(folder, 'never.json'), '--offline', '--json']
    expect(await refuse(elsewhere)).toMatchObject({
      code: 'usage',
      next: expect.stringContaining('--governor'),
    })
    expect((await refuse([...elsewhere, '--chain-id', '1'])).code).toBe('usage')
    const short = elsewhere.map((each) => (each === openId ? openId.slice(0, 78).replace(/.$/, 'x') : each))
    expect((await refuse([...short, ...where])).message).toContain("is not a proposal's id")
    expect(await readdir(folder)).not.toContain('never.json')
  })

  test('is not signed for what could not be counted', async () => {
    const out = join(folder, 'never.json')
    const step = (id: string, ...more: string[]) => [
      'ballot',
      'sign',
      id,
      '--support',
      'for',
      '--out',
      out,
      ...more,
    ]
    expect(await failure(step(openId), key(7))).toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('has no vote on this proposal'),
    })
    expect((await failure(step('1234567'), key(1))).code).toBe('unknown_proposal')
    expect((await failure(step(openId, '--deadline', '2001-01-01'), key(1), 2)).message).toContain(
      'has passed',
    )
    expect((await failure(step(openId, '--deadline', 'soon'), key(1), 2)).code).toBe('usage')
    expect(await failure(step(openId, '--reason', 'x'.repeat(2_001)), key(1))).toMatchObject({
      code: 'ballot_invalid',
      details: { field: 'reason' },
    })
    expect((await failure(step(openId, '--governor', wallet), key(1), 2)).message).toContain(wallet)
    expect((await failure(step(openId, '--governor', '0x12'), key(1), 2)).code).toBe('usage')
    expect(
      (await failure(['ballot', 'sign', openId, '--support', 'maybe', '--out', out], key(1), 2)).code,
    ).toBe('usage')
    expect((await failure(['ballot', 'sign', openId, '--support', 'for'], key(1), 2)).code).toBe('usage')
    expect((await failure(step(openId, '--out', join(folder, 'no/where.json')), key(1))).code).toBe(
      'file_unwritable',
    )
    expect(await readdir(folder)).not.toContain('never.json')
  })
})

describe('a folder of ballots', () => {
  test('is checked file by file: none stops the others, and each says what is wrong with it', async () => {
    const directory = await ballots('collected')
    const at = (name: string) => join(directory, name)
    await sign(1, at('a.json'))
    await sign(2, at('b.json'))
    await sign(1, at('c-again.json'), '--reason', 'again')
    const good = await readJson(at('a.json'))
    const write = (name: string, change: object) =>
      writeFile(at(name), JSON.stringify({ ...good, ...change }))
    await write('d-changed.json', { support: 'against' })
    await write('e-expired.json', { deadline: '1' })
    await write('f-chain.json', { chainId: 1 })
    await write('g-community.json', { governor: wallet })
    await write('h-unknown.json', { proposalId: '99' })
    await write('i-version.json', { version: 2 })
    await write('j-field.json', { support: 'maybe' })
    await writeFile(at('k-cut.json'), '{"kind":"commonweal-ba')
    await writeFile(at('l-binary.json'), new Uint8Array([0xff, 0xfe, 0x00]))
    await writeFile(at('m-large.json'), ' '.repeat(300_000))
    await symlink(at('nowhere'), at('n-gone.json'))
    await mkdir(at('o-folder.json'))
    await write('p-forged.json', { voter: developmentAccount(3).address })
    await writeFile(at('notes.txt'), 'not looked at')
    // A wallet that is a contract signs in its own way.
    await write('q-wallet.json', { voter: wallet, signature: '0x1234' })

    const out = at('batch.json')
    const collected = await answer(['ballot', 'collect', directory, '--out', out])
    expect(collected.good.map((each: { source: string }) => each.source)).toEqual([
      'a.json',
      'b.json',
      'q-wallet.json',
    ])
    const outcomes = Object.fromEntries(
      collected.leftOut.map((line: { source: string; outcome: string }) => [line.source, line.outcome]),
    )
    expect(outcomes).toEqual({
      'c-again.json': 'duplicate',
      'd-changed.json': 'ballot_signer',
      'e-expired.json': 'ballot_expired',
      'f-chain.json': 'ballot_wrong_chain',
      'g-community.json': 'ballot_wrong_governor',
      'h-unknown.json': 'ballot_wrong_proposal',
      'i-version.json': 'ballot_version',
      'j-field.json': 'ballot_invalid',
      'k-cut.json': 'ballot_syntax',
      'l-binary.json': 'ballot_syntax',
      'm-large.json': 'ballot_too_large',
      'n-gone.json': 'ballot_unreadable',
      'o-folder.json': 'ballot_unreadable',
      'p-forged.json': 'ballot_signer',
    })
    const batch = await readJson(out)
    expect(batch).toMatchObject({ kind: 'commonweal-ballot-batch', version: 1 })
    expect(batch.ballots).toEqual([
      good,
      await readJson(at('b.json')),
      { ...good, voter: wallet, signature: '0x1234' },
    ])

    // The batch in the same folder is no ballot and no mistake; it is written anew.
    const again = await cli(['ballot', 'collect', directory, '--out', out])
    expect(again.code).toBe(0)
    expect(again.stdout).toContain('3 of 17 ballots can be counted.')
    expect(again.stdout).toContain('  k-cut.json: It is not JSON.')
    expect(again.stdout).toContain(`ballot submit ${out}`)
    expect(await readJson(out)).toEqual(batch)
  })

  test('is checked without a chain too, save wallets that are contracts', async () => {
    const directory = await ballots('elsewhere')
    await sign(1, join(directory, 'a.json'))
    const good = await readJson(join(directory, 'a.json'))
    await writeFile(
      join(directory, 'b.json'),
      JSON.stringify({ ...good, voter: wallet, signature: '0x1234' }),
    )
    const where = ['--offline', '--chain-id', '31337', '--governor', community.governor]
    const collected = await answer(['ballot', 'collect', directory, ...where])
    expect(collected.good).toHaveLength(1)
    expect(collected.leftOut).toMatchObject([{ source: 'b.json', outcome: 'ballot_signature' }])
    expect(collected.file).toBeUndefined()
    const other = ['ballot', 'collect', directory, ...where, '--proposal', '7']
    expect(await failure(other)).toMatchObject({
      code: 'no_ballots',
      details: { ballots: [{ outcome: 'ballot_wrong_proposal' }, { outcome: 'ballot_wrong_proposal' }] },
    })
    expect((await failure(['ballot', 'collect', directory, '--offline'], {}, 2)).code).toBe('usage')
  })

  test('without a ballot, or that is not there, is told so', async () => {
    const directory = await ballots('empty')
    await writeFile(join(directory, 'ballot.txt'), '{}')
    expect(await failure(['ballot', 'collect', directory])).toMatchObject({
      code: 'ballots_unreadable',
      message: expect.stringContaining('holds no ballots'),
    })
    expect((await failure(['ballot', 'collect', join(folder, 'nowhere')])).message).toContain(
      'There is no folder or file',
    )
    expect((await failure(['ballot', 'submit', join(directory, 'ballot.txt')], key(0))).code).toBe(
      'ballots_unreadable',
    )
  })
})

describe('bringing ballots in', () => {
  let directory: string
  beforeAll(async () => {
    directory = await ballots('meeting')
    const at = (name: string) => join(directory, name)
    await sign(1, at('ada.json'), '--reason', 'It helps.')
    await sign(2, at('ben.json'))
    const good = await readJson(at('ben.json'))
    await writeFile(at('forged.json'), JSON.stringify({ ...good, voter: developmentAccount(3).address }))
    await writeFile(at('wallet.json'), JSON.stringify({ ...good, voter: wallet, signature: '0x' }))
    await writeFile(at('cut.json'), '{')
    // Signed by somebody who is not a member: good to look at, of no weight on chain.
    const stranger = ['--offline', '--chain-id', '31337', '--governor', community.governor]
    await answer(
      ['ballot', 'sign', openId, '--support', 'for', '--out', at('stranger.json'), ...stranger],
      key(6),
    )
    await answer(
      ['ballot', 'sign', pendingId, '--support', 'for', '--out', at('early.json'), ...stranger],
      key(1),
    )
    // And one that another program has signed.
    const ethers = new Wallet(developmentAccount(4).privateKey)
    const message = {
      proposalId: openId,
      support: 0,
      voter: ethers.address,
      reason: 'Да, tak, sí',
      deadline: '4102444800',
    }
    const signature = (await ethers.signTypedData(
      { name: 'CommunityGovernor', version: '1', chainId: 31337, verifyingContract: community.governor },
      {
        MemberBallot: [
          { name: 'proposalId', type: 'uint256' },
          { name: 'support', type: 'uint8' },
          { name: 'voter', type: 'address' },
          { name: 'reason', type: 'string' },
          { name: 'deadline', type: 'uint256' },
        ],
      },
      message,
    )) as Hex
    await writeFile(
      at('dawit.json'),
      JSON.stringify({
        kind: 'commonweal-ballot',
        version: 1,
        chainId: 31337,
        governor: community.governor,
        ...message,
        support: 'against',
        signature,
      }),
    )
  }, 180_000)

  test('takes one transaction, and says of each what became of it', async () => {
    // Anyone may send them: this account is no member.
    const submitted = await answer(['ballot', 'submit', directory], key(7))
    expect(submitted).toMatchObject({ counted: 4, of: 8 })
    expect(submitted.transactions).toHaveLength(1)
    const outcomes = submitted.ballots.map((line: Record<string, unknown>) => [
      line.source,
      line.counted,
      line.outcome,
      line.votes,
    ])
    expect(outcomes).toEqual(
      expect.arrayContaining([
        ['ada.json', true, 'counted', 1],
        ['ben.json', true, 'counted', 1],
        ['dawit.json', true, 'counted', 1],
        ['wallet.json', true, 'counted', 1],
        ['stranger.json', false, 'noVote', 0],
        ['early.json', false, 'notActive', 0],
        ['forged.json', false, 'ballot_signer', 0],
        ['cut.json', false, 'ballot_syntax', 0],
      ]),
    )
    const { proposal } = await answer(['proposal', 'show', openId])
    expect(proposal).toMatchObject({ forVotes: 3, againstVotes: 1, abstainVotes: 0, voters: 4 })
  })

  test('a second time changes nothing, and says that they have voted', async () => {
    const error = await failure(['ballot', 'submit', directory], key(7))
    expect(error).toMatchObject({ code: 'no_ballots', details: { counted: 0, of: 8, transactions: [] } })
    const ballotsTold = error.details.ballots as { source: string; outcome: string; why: string }[]
    expect(ballotsTold.find((line) => line.source === 'ada.json')).toMatchObject({
      outcome: 'alreadyVoted',
      why: 'The voter has voted already, and that vote stands.',
    })
    const told = await cli(['ballot', 'submit', directory], key(7))
    expect(told).toMatchObject({ code: 1, stdout: '' })
    expect(told.stderr).toContain(
      '  not counted  dawit.json: The voter has voted already, and that vote stands.',
    )
    expect(told.stderr).toContain('None of the 8 ballots was counted.')
    const { proposal } = await answer(['proposal', 'show', openId])
    expect(proposal).toMatchObject({ forVotes: 3, againstVotes: 1, voters: 4 })
  })

  test('works from a file with one ballot too, and needs a key that can pay', async () => {
    const one = join(folder, 'late.json')
    await sign(3, one)
    expect((await failure(['ballot', 'submit', one])).code).toBe('no_key')
    const poor = { COMMONWEAL_PRIVATE_KEY: `0x${'77'.repeat(32)}` }
    const error = await failure(['ballot', 'submit', one], poor)
    expect(error).toMatchObject({
      code: 'insufficient_funds',
      details: { counted: 0, ballots: [{ outcome: 'notSent' }] },
    })
    const result = await cli(['ballot', 'submit', one], key(7))
    expect(result.code).toBe(0)
    expect(result.stdout).toContain('1 of 1 ballot counted, in 1 transaction.')
    expect(result.stdout).toContain(`  counted      late.json: ${developmentAccount(3).address} for`)
    const voted = ['ballot', 'sign', openId, '--support', 'for', '--out', join(folder, 'never.json')]
    expect((await failure(voted, key(3))).message).toContain('has voted on this proposal already')
  })
})
