import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { addresses } from '@commonweal/contracts/addresses'
import {
  type Address,
  createPublicClient,
  decodeAbiParameters,
  encodeAbiParameters,
  encodeEventTopics,
  erc20Abi,
  type Hex,
  http,
} from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { commandLine, key } from './test/commandLine.ts'
import { deployToken } from './test/deployToken.ts'
import { developmentAccount, startLocalParts } from './test/localParts.ts'
import { startLyingRpc } from './test/lyingRpc.ts'

// Each step is a process of its own, on machines that may be busy.
vi.setConfig({ testTimeout: 240_000 })

let parts: Awaited<ReturnType<typeof startLocalParts>>
let folder: string
let community: { communityId: string }
let plain: Address
let permit: Address
let roundId: string

const { cli, answer, failure } = commandLine(() => ({
  COMMONWEAL_RPC_URL: parts.rpcUrl,
  COMMONWEAL_IPFS_RPC: parts.ipfsRpc,
  ...(community === undefined ? {} : { COMMONWEAL_COMMUNITY: community.communityId }),
}))
const at = (index: number) => developmentAccount(index).address
const path = (name: string) => join(folder, name)
const write = (name: string, content: unknown) =>
  writeFile(path(name), typeof content === 'string' ? content : JSON.stringify(content))
const round = (...args: string[]) => ['round', ...args]
const day = 86_400
const tokens = (amount: number) => String(amount * 1_000_000)

// Members 1 to 5: a steward, three others, of whom two share a household, and one more.
const [steward, ann, ben, cai, dee] = [1, 2, 3, 4, 5] as const
const [funder, second, applicant, stranger] = [6, 7, 8, 9] as const

async function balance(token: Address, account: Address): Promise<bigint> {
  const client = createPublicClient({ transport: http(parts.rpcUrl) })
  return client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] })
}

async function carryOut(proposalId: string): Promise<void> {
  await parts.letTimePass(3_601)
  for (const index of [steward, ann, ben]) await answer(['proposal', 'vote', proposalId, 'for'], key(index))
  await parts.letTimePass(day + 1)
  await answer(['proposal', 'queue', proposalId], key(0))
  await parts.letTimePass(3_601)
  await answer(['proposal', 'execute', proposalId], key(0))
}

const terms = (token: Address) => ({
  name: 'Spring',
  text: 'A round for tools in our languages.',
  token,
  amountsIn: 'tokens',
  givingFrom: '5 days',
  givingUntil: '10 days',
  reviewUntil: '5 days',
  expiresAt: '30 days',
  minGift: '0.5',
  cap: '30',
  leastPool: '40',
  deposit: '2',
  householdBound: '1',
  undoPeriod: '1 hour',
})

/** Opens a round by vote. */
async function open(name: string, change: object): Promise<string> {
  await write('round.json', { ...terms(plain), name, ...change })
  const made = await answer(round('create', path('round.json')), key(steward))
  expect(made.warnings).toEqual([])
  await carryOut(made.proposalId)
  return made.roundId
}

async function apply(id: string, recipient: number): Promise<string> {
  const made = await answer(
    round(
      'apply',
      id,
      '--recipient',
      at(recipient),
      '--document',
      path('project.txt'),
      '--uri',
      'ipfs://project',
    ),
    key(applicant),
  )
  return String(made.project)
}

/** The failure of `round verify` where the RPC tells of one base unit more in the third gift, and lies about nothing else. */
async function verifyLyingAboutAGift() {
  const [topic] = encodeEventTopics({ abi: quadraticFundingAbi, eventName: 'GiftMade' })
  const words = [{ type: 'address' }, { type: 'uint256' }, { type: 'uint256' }] as const
  let lies = 0
  const rpc = await startLyingRpc(parts.rpcUrl, (call, answer) => {
    if (call.method !== 'eth_getLogs') return answer
    const logs = answer.result as { topics: Hex[]; data: Hex }[]
    const gift = logs.filter(({ topics }) => topics[0] === topic)[2]
    if (gift === undefined) return answer
    const [giver, amount, total] = decodeAbiParameters(words, gift.data)
    gift.data = encodeAbiParameters(words, [giver, amount + 1n, total + 1n])
    lies++
    return answer
  })
  try {
    const error = await failure(round('verify', roundId), { COMMONWEAL_RPC_URL: rpc.url })
    expect(lies).toBe(1)
    return error
  } finally {
    await rpc.stop()
  }
}

beforeAll(async () => {
  parts = await startLocalParts()
  folder = await mkdtemp(join(tmpdir(), 'commonweal-rounds-'))
  await write('project.txt', 'We build a dictionary.\n')
  await write('founding.json', {
    name: 'Riverside Mutual Aid',
    charter: 'We look after each other.\n',
    founders: [
      { account: at(steward), roles: ['steward'] },
      ...[ann, ben, cai, dee].map((index) => ({ account: at(index) })),
    ],
    votingDelay: 3_600,
    votingPeriod: day,
    lateQuorumVoteExtension: 0,
    quorumPercent: 40,
    timelockDelay: 3_600,
    proposalThreshold: 1,
  })
  community = await answer(['community', 'found', path('founding.json')], key(0))
  await parts.letTimePass(2)
  const holdings = Object.fromEntries(
    [ann, ben, cai, dee, funder, second, applicant].map((index) => [at(index), 1_000_000_000n]),
  )
  plain = await deployToken(parts.rpcUrl, 'PlainToken', holdings)
  permit = await deployToken(parts.rpcUrl, 'PermitToken', holdings)
}, 300_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await parts?.stop()
})

describe('a round of a community', () => {
  test('is opened by vote, with terms that the contract would take', async () => {
    await write('soon.json', { ...terms(permit), givingFrom: '1 day' })
    expect(await failure(round('create', path('soon.json')), key(steward))).toMatchObject({
      code: 'round_invalid',
      details: { at: 'givingFrom' },
    })
    await write('nowhere.json', terms(at(stranger)))
    expect((await failure(round('create', path('nowhere.json')), key(steward))).code).toBe('unknown_token')

    await write('spring.json', terms(permit))
    const create = round('create', path('spring.json'))
    const tried = await cli([...create, '--dry-run'], key(steward))
    expect(tried.stdout).toContain('Open the round of quadratic funding')
    expect(tried.stdout).toContain('No project is matched with more than 30000000.')
    const made = await answer(create, key(steward))
    expect(made.warnings).toEqual([])
    roundId = made.roundId
    expect((await failure(round('show', roundId))).code).toBe('unknown_round')
    await carryOut(made.proposalId)
    expect((await answer(round('list'))).rounds).toEqual([
      { roundId, phase: 'Applications', pool: '0', projects: 0 },
    ])
    expect((await failure(round('show', '0x12'), {}, 2)).code).toBe('usage')
  })

  test('takes projects for a deposit, which stewards review for all to read', async () => {
    expect(await apply(roundId, 11)).toBe('1')
    expect(await apply(roundId, stranger)).toBe('2')
    expect(await apply(roundId, 13)).toBe('3')
    expect(await balance(permit, at(applicant))).toBe(994_000_000n)
    const accept = (project: string) => round('review', roundId, project, 'accept', '--reason', 'It fits.')
    expect(await failure(accept('1'), key(ann))).toMatchObject({
      details: { error: 'QuadraticFunding_NotSteward' },
    })
    expect(
      (await failure(round('review', roundId, '1', 'accept', '--reason', ' '), key(steward), 2)).code,
    ).toBe('usage')
    for (const project of ['1', '2', '3']) await answer(accept(project), key(steward))
    expect((await failure(accept('4'), key(steward))).code).toBe('unknown_project')
  })

  test('is funded before giving begins, and holds households that were declared by then', async () => {
    const funding = await cli([...round('fund', roundId, '30'), '--dry-run'], key(funder))
    expect(funding.stdout).toContain('The pool grows from 0 PRM to 30 PRM.')
    expect(funding.stdout).toContain('It takes 10 PRM more before giving begins.')
    expect((await failure(round('fund', roundId, '0.0000001'), key(funder), 2)).code).toBe('usage')
    await answer(round('fund', roundId, '30'), key(funder))
    await answer(round('fund', roundId, '10'), key(second))
    for (const index of [ben, cai]) await answer(round('household', roundId, 'river 7'), key(index))
    expect((await failure(round('household', roundId, 'x'), key(stranger))).code).toBe('not_eligible')
    expect((await failure(round('give', roundId, '1=1'), key(ann))).message).toContain('Nobody can give')
    const { phase, pool } = await answer(round('show', roundId))
    expect([phase, pool]).toEqual(['Applications', tokens(40)])
  })

  test('is given to by members, who read before what it adds', async () => {
    await parts.letTimePass(5 * day)
    expect((await failure(round('give', roundId, '1=1'), key(stranger))).code).toBe('not_eligible')
    expect((await failure(round('give', roundId, '1=0.4'), key(ann), 2)).message).toContain('least gift')
    expect((await failure(round('give', roundId, '1=1', '1=2'), key(ann), 2)).code).toBe('usage')
    await answer(round('give', roundId, '1=1', '3=5'), key(ann))
    // 2 · √1 · √4.
    const tried = await answer([...round('give', roundId, '1=4', '2=4'), '--dry-run'], key(ben))
    expect(tried.gifts).toEqual([
      { project: 1, amount: tokens(4), adds: tokens(4) },
      { project: 2, amount: tokens(4), adds: '0' },
    ])
    await answer(round('give', roundId, '1=4', '2=4'), key(ben))
    const { projects } = await answer(round('show', roundId))
    expect(projects.map((each: { match: string }) => each.match)).toEqual([tokens(4), '0', '0'])
    // Of one household with Ben: 2 · 4 · 1/(1 + 4), and not 2 · 4.
    const mate = await answer([...round('give', roundId, '2=4'), '--dry-run'], key(cai))
    expect(mate.gifts).toEqual([{ project: 2, amount: tokens(4), adds: tokens(1.6) }])
    await answer(round('give', roundId, '2=4'), key(cai))
    await answer(round('give', roundId, '1=9', '3=1'), key(dee))
    expect((await answer(round('verify', roundId))).ok).toBe(true)
  })

  test('is verified against an RPC that lies about one gift: the number is named', async () => {
    expect(await verifyLyingAboutAGift()).toMatchObject({
      code: 'round_differs',
      message:
        'The total of member 3 of community 0 for project 1 is 4000001 by what happened in the round; the chain says 4000000.',
      details: { expected: '4000001', actual: '4000000' },
    })
  })

  test('lets the latest gift be taken back for a while', async () => {
    await answer(round('give', roundId, '2=1'), key(ann))
    const { amount } = await answer(round('undo', roundId, '2'), key(ann))
    expect(amount).toBe(tokens(1))
    expect((await failure(round('undo', roundId, '2'), key(ann))).code).toBe('nothing_due')
    // Of a pair that counts less, too.
    await answer(round('undo', roundId, '2'), key(cai))
    await answer(round('give', roundId, '2=4'), key(cai))
    await parts.letTimePass(3_600)
    expect((await failure(round('undo', roundId, '2'), key(cai))).message).toContain(
      'could be taken back until',
    )
  })

  test('takes what a member signed from whoever brings it, once, with leave to take the tokens in it', async () => {
    const sign = (...args: string[]) => round('sign', roundId, ...args, '--out', path('cart.json'))
    expect((await failure(sign('2=0.4'), key(dee), 2)).message).toContain('least gift')
    expect((await failure(sign('2=3'), key(stranger))).code).toBe('not_eligible')
    const past = [...sign('2=3'), '--deadline', '2020-01-01']
    expect((await failure(past, key(dee), 2)).message).toContain('has passed')
    const signed = await answer(sign('2=3', '1=0.5'), key(dee))
    expect(signed.total).toBe(tokens(3.5))
    expect((await failure(sign('2=3'), key(dee))).code).toBe('file_exists')

    const file = JSON.parse(await readFile(path('cart.json'), 'utf8'))
    const changed = async (change: object) => {
      await write('changed.json', { ...file, ...change })
      return failure(round('relay', path('changed.json')), key(stranger))
    }
    expect((await changed({ chainId: 1 })).code).toBe('cart_wrong_chain')
    expect((await changed({ quadraticFunding: plain })).code).toBe('cart_wrong_contract')
    expect((await changed({ giver: 'dee' })).code).toBe('cart_invalid')
    // Another's gifts, and gifts that were never signed for.
    const refused = { details: { error: 'QuadraticFunding_InvalidSignature' } }
    const permitted = { ...file.permit, signature: file.signature }
    expect(await changed({ gifts: [{ project: 2, amount: tokens(3.5) }] })).toMatchObject(refused)
    expect(await changed({ nonce: '1' })).toMatchObject(refused)
    expect((await changed({ permit: { ...permitted, signature: '0x12' } })).message).toContain('permit')
    expect((await changed({ permit: undefined })).code).toBe('not_allowed')
    expect((await failure(round('relay', path('founding.json')), key(stranger))).code).toBe('cart_kind')

    const before = await balance(permit, at(dee))
    const tried = await answer([...round('relay', path('cart.json')), '--dry-run'], key(stranger))
    expect(tried.gifts.map(({ amount }: { amount: string }) => amount)).toEqual([tokens(3), tokens(0.5)])
    expect((await answer(round('relay', path('cart.json')), key(stranger))).giver).toBe(at(dee))
    expect(before - (await balance(permit, at(dee)))).toBe(3_500_000n)
    expect(await failure(round('relay', path('cart.json')), key(stranger))).toMatchObject({
      details: { error: 'QuadraticFunding_NonceUsed' },
    })
    for (const project of ['1', '2']) await answer(round('undo', roundId, project), key(dee))
    expect((await answer(round('verify', roundId))).ok).toBe(true)
  })

  test('returns gifts to what is rejected, and the deposit', async () => {
    expect((await failure(round('refund', roundId), key(ann))).code).toBe('nothing_due')
    await answer(round('review', roundId, '3', 'reject', '--reason', 'It is for sale.'), key(steward))
    const again = round('review', roundId, '3', 'accept', '--reason', 'x')
    expect((await failure(again, key(steward))).next).toContain('round appeal')
    const back = await answer(round('refund', roundId), key(ann))
    expect(back.refunds).toEqual([{ kind: 'gift', project: 3, amount: tokens(5) }])
    const deposit = await answer(round('refund', roundId), key(applicant))
    expect(deposit.refunds).toEqual([{ kind: 'deposit', project: 3, amount: tokens(2) }])
    const appealed = await cli(
      [...round('appeal', roundId, '3', '--reason', 'It is not.'), '--dry-run'],
      key(ann),
    )
    expect(appealed.stdout).toContain('Let the project 3 take part')
    expect((await failure(round('appeal', roundId, '1', '--reason', 'x'), key(ann))).code).toBe('wrong_state')
  })

  test('is settled by anyone, and says why each gets what it gets', async () => {
    expect((await failure(round('finalize', roundId), key(stranger))).message).toContain('Nobody can settle')
    await parts.letTimePass(15 * day)
    // 1: √1, √4 and √9 make 22 in pairs; 2: two of one household. The pool has 40, the cap is 30.
    const settled = await answer(round('finalize', roundId), key(stranger))
    expect(settled.matches).toEqual({ 1: tokens(22), 2: tokens(1.6) })
    const slip = await cli(round('explain', roundId, '1'))
    expect(slip.stdout).toContain('  calls for 22 PRM, which is the pairs divided by 10³²\n')
    expect(slip.stdout).toContain('The pool has all that the gifts call for.')
    expect(await answer(round('explain', roundId, '2'))).toMatchObject({
      match: tokens(1.6),
      total: tokens(9.6),
      reason: 'in_full',
      lambda: '1',
    })
    expect((await cli(round('explain', roundId, '3'))).stdout).toContain('it takes no part')
  })

  test('pays projects, and what is left goes back to funders in proportion', async () => {
    expect((await failure(round('claim', roundId, '3'), key(stranger))).message).toContain('is rejected')
    expect(
      (await failure(round('claim', roundId, '1', '--to', at(14)), key(stranger))).details,
    ).toMatchObject({
      error: 'QuadraticFunding_NotRecipient',
    })
    await answer(round('claim', roundId, '1'), key(stranger))
    expect(await balance(permit, at(11))).toBe(36_000_000n)
    await answer(round('claim', roundId, '2', '--to', at(14)), key(stranger))
    expect(await balance(permit, at(14))).toBe(9_600_000n)
    expect((await failure(round('claim', roundId, '1'), key(stranger))).message).toContain('paid already')
    // Of 16.4 that are left, three quarters.
    const rest = await answer(round('refund', roundId), key(funder))
    expect(rest.refunds).toEqual([{ kind: 'funding', amount: tokens(12.3) }])
    expect((await answer(round('verify', roundId))).held).toBe(String(4_100_000 + 1_000_000 + 4_000_000))
    await answer(round('refund', roundId), key(second))
    await answer(round('refund', roundId), key(applicant))
    const late = await answer(round('refund', roundId), key(dee))
    expect(late.refunds).toEqual([{ kind: 'gift', project: 3, amount: tokens(1) }])
    const verified = await cli(round('verify', roundId))
    expect(verified).toMatchObject({ code: 0, stderr: '' })
    expect(verified.stdout).toContain('  held      0 PRM now')
    expect(await balance(permit, addresses[31337]?.quadraticFunding as Address)).toBe(0n)
  })

  test('cannot be lied about after it was paid either', async () => {
    expect(await verifyLyingAboutAGift()).toMatchObject({
      code: 'round_differs',
      message:
        'The sum of gifts that project 1 was paid is 14000001 by what happened in the round; the chain says 14000000.',
    })
  })
})

describe('a round that comes to nothing', () => {
  test('because the pool is short gives everything back, also of a token without permits', async () => {
    const id = await open('Short', { givingFrom: '5 days' })
    await apply(id, 11)
    const tried = await cli([...round('fund', id, '20'), '--dry-run'], key(funder))
    expect(tried.stdout).toContain(
      'First the funding is allowed to take 20 PLN, by a transaction of its own.',
    )
    await answer(round('fund', id, '20'), key(funder))
    await parts.letTimePass(5 * day)
    expect((await cli(round('show', id))).stdout).toContain('Expired: nothing is matched')
    expect((await answer(round('refund', id, '--to', at(15)), key(funder))).refunds).toEqual([
      { kind: 'funding', amount: tokens(20) },
    ])
    expect(await balance(plain, at(15))).toBe(20_000_000n)
    await answer(round('refund', id), key(applicant))
    expect(await answer(round('verify', id))).toMatchObject({ ok: true, held: '0' })
  })

  test('because members gave it up gives everything back', async () => {
    const id = await open('Given up', { leastPool: '0', deposit: '0', givingUntil: '20 days' })
    await apply(id, 11)
    await answer(round('review', id, '1', 'accept', '--reason', 'It fits.'), key(steward))
    await parts.letTimePass(5 * day)
    await answer(round('give', id, '1=3'), key(dee))
    const unsigned = await failure(round('sign', id, '1=3', '--out', path('plain.json')), key(dee))
    expect(unsigned).toMatchObject({ code: 'not_allowed', next: expect.stringContaining('round give') })
    const { proposalId } = await answer(round('cancel', id, '--reason', 'The fund is gone.'), key(ann))
    expect((await cli(['proposal', 'show', proposalId])).stdout).toContain('Give up the round')
    await carryOut(proposalId)
    expect((await answer(round('refund', id), key(dee))).refunds).toEqual([
      { kind: 'gift', project: 1, amount: tokens(3) },
    ])
    expect(await answer(round('verify', id))).toMatchObject({ ok: true, phase: 'Cancelled', held: '0' })
  })
})
