import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { commandLine, key } from './test/commandLine.ts'
import { developmentAccount, startLocalParts } from './test/localParts.ts'

// Each step is a process of its own, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 })

let parts: Awaited<ReturnType<typeof startLocalParts>>
let folder: string
let community: string

const { cli, answer, failure } = commandLine(() => ({
  COMMONWEAL_RPC_URL: parts.rpcUrl,
  COMMONWEAL_IPFS_RPC: parts.ipfsRpc,
  ...(community === undefined ? {} : { COMMONWEAL_COMMUNITY: community }),
}))
const at = (index: number) => developmentAccount(index).address
const member = (...args: string[]) => ['member', ...args]

beforeAll(async () => {
  parts = await startLocalParts()
  folder = await mkdtemp(join(tmpdir(), 'commonweal-members-'))
  const founding = join(folder, 'founding.json')
  await writeFile(
    founding,
    JSON.stringify({
      name: 'Riverside Mutual Aid',
      charter: 'We look after each other.\n',
      founders: [{ account: at(1), roles: ['elder'] }, { account: at(2) }, { account: at(3) }],
      vouching: { needed: 2, period: 86_400 },
      recoveryDelay: 86_400,
    }),
  )
  community = (await answer(['community', 'found', founding], key(0))).communityId
  await parts.letTimePass(2)
}, 240_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await parts?.stop()
})

describe('coming in', () => {
  test('a dry run says what would happen, and changes nothing', async () => {
    const result = await cli(member('vouch', at(6), '--dry-run'), key(1))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toContain(
      `${at(1)} (member 1) vouches for ${at(6)} in Riverside Mutual Aid, for 1 day.`,
    )
    expect(result.stdout).toContain('The contracts would accept it. Nothing was sent.')
    const shown = await cli(member('show', at(6)))
    expect(shown.stdout).toContain(`${at(6)} never was a member of Riverside Mutual Aid.`)
    expect(shown.stdout).toContain(`Nobody vouches for ${at(6)}; it takes 2 members.`)
    const refused = await failure(member('vouch', at(2), '--dry-run'), key(1))
    expect(refused).toMatchObject({ details: { error: 'Membership_AlreadyMember' } })
  })

  test('takes as many vouches as the community asks for, each of a member', async () => {
    expect(await failure(member('vouch', at(6)), key(7))).toMatchObject({
      code: 'not_member',
      message: `${at(7)} is not a member of Riverside Mutual Aid.`,
      next: expect.stringContaining('let in by vote'),
    })
    const first = await cli(member('vouch', at(6)), key(1))
    expect(first.stderr).toContain('becomes a member without a vote of the others')
    expect(first.stdout).toContain(`1 of 2 members vouches for ${at(6)}; one more is needed until `)
    // The same member again counts once.
    expect((await answer(member('vouch', at(6)), key(1))).vouches.standing).toHaveLength(1)
    expect(await failure(member('join'), key(6))).toMatchObject({
      details: { error: 'Membership_NotVouched' },
      message: `1 of the 2 members it takes vouch for ${at(6)} now.`,
    })
    expect((await answer(member('vouch', at(6)), key(2))).vouches).toEqual({
      needed: 2,
      standing: [
        { memberId: 1, voucher: at(1), expiresAt: expect.any(Number) },
        { memberId: 2, voucher: at(2), expiresAt: expect.any(Number) },
      ],
    })
    expect((await failure(member('vouch', at(6)), key(3))).details.error).toBe('Membership_EnoughVouches')
  })

  test('a vouch can be taken back, ends by itself, and goes with whoever gave it', async () => {
    expect((await failure(member('withdraw-vouch', at(6)), key(3))).details.error).toBe('Membership_NoVouch')
    expect((await answer(member('withdraw-vouch', at(6)), key(2))).vouches.standing).toMatchObject([
      { memberId: 1 },
    ])
    expect((await answer(member('vouch', at(6)), key(3))).vouches.standing).toHaveLength(2)
    await answer(member('leave'), key(3))
    expect((await answer(member('show', at(6)))).vouches.standing).toMatchObject([{ memberId: 1 }])
    expect(await failure(member('leave'), key(3))).toMatchObject({
      code: 'not_member',
      message: expect.stringContaining('it left at'),
    })
    // Who comes back has not vouched in its present stay.
    for (const index of [1, 2]) await answer(member('vouch', at(3)), key(index))
    expect((await answer(member('join'), key(3))).memberId).toBe('3')
    expect((await answer(member('show', at(6)))).vouches.standing).toMatchObject([{ memberId: 1 }])
    await parts.letTimePass(86_401)
    expect((await answer(member('show', at(6)))).vouches.standing).toEqual([])
    for (const index of [1, 2]) await answer(member('vouch', at(6)), key(index))
  })

  test('who is vouched for joins, and is a member with an id', async () => {
    const joined = await cli(member('join'), key(6))
    expect(joined.stderr).toContain('it can be left at any time')
    expect(joined.stdout).toContain(`${at(6)} is member 4 of Riverside Mutual Aid now.`)
    expect((await failure(member('join'), key(6))).details.error).toBe('Membership_AlreadyMember')
    const { members } = await answer(member('list'))
    expect(members).toEqual([
      { memberId: 1, account: at(1), roles: ['elder'] },
      { memberId: 2, account: at(2), roles: [] },
      { memberId: 3, account: at(3), roles: [] },
      { memberId: 4, account: at(6), roles: [] },
    ])
    expect((await cli(member('list'))).stdout).toContain(`  1  ${at(1)}  elder\n`)
    // The vouches are used up.
    await parts.letTimePass(2)
    await answer(member('leave'), key(6))
    expect(await answer(member('show', at(6)))).toMatchObject({
      status: 'left',
      memberId: 4,
      vouches: { standing: [] },
    })
  })
})

describe('a vote', () => {
  test('is lent to a member, shown with both, and taken back', async () => {
    const lent = await cli(member('delegate', at(2)), key(1))
    expect(lent.code).toBe(0)
    expect(lent.stderr).toContain(`${at(1)} (member 1) lends its vote to ${at(2)} (member 2).`)
    expect(lent.stdout).toContain('Take it back at any time: member delegate --back.')
    expect(await answer(member('show', '1'))).toMatchObject({ votes: 0, delegate: at(2) })
    expect(await answer(member('show'), key(2))).toMatchObject({ account: at(2), votes: 2 })
    expect((await cli(member('show', '2'))).stdout).toContain(
      '2 votes on what is proposed from now on, 1 of them',
    )
    expect(await failure(member('delegate', at(2)), key(1))).toMatchObject({
      code: 'wrong_state',
      message: `${at(1)} lends its vote to ${at(2)} already.`,
    })
    await answer(member('delegate', '--back'), key(1))
    expect((await answer(member('show', '1'))).votes).toBe(1)
    expect((await failure(member('delegate', '--back'), key(1))).code).toBe('wrong_state')
    // Lent to oneself, it is taken back.
    expect((await failure(member('delegate', at(1)), key(1))).message).toContain('has not lent its vote')
  })

  test('is lent to members only, and by members only', async () => {
    expect(await failure(member('delegate', at(8)), key(1))).toMatchObject({
      code: 'not_member',
      message: `${at(8)} is not a member of Riverside Mutual Aid.`,
    })
    expect((await failure(member('delegate', at(1)), key(8))).code).toBe('not_member')
    expect((await failure(member('delegate'), key(1), 2)).code).toBe('usage')
    expect((await failure(member('delegate', at(2), '--back'), key(1), 2)).code).toBe('usage')
  })
})

describe('a lost key', () => {
  test('is prepared for with guardians, of whom a number have to agree', async () => {
    const set = (...args: string[]) => member('guardians', 'set', ...args)
    for (const [args, words] of [
      [[at(7), '--threshold', '2'], 'is not how many of 1 guardian'],
      [[at(7), '--threshold', 'all'], 'is not how many'],
      [[at(7), at(7), '--threshold', '1'], 'is named twice'],
      [[at(2), '--threshold', '1'], 'cannot be its own guardian'],
      [[at(7).replace('0x14', '0x41'), '--threshold', '1'], 'is mistyped'],
      [
        Array.from({ length: 11 }, (_, n) => `0x${String(n + 10).repeat(20)}`).concat('--threshold', '1'),
        '11 guardians',
      ],
    ] as const) {
      expect((await failure(set(...args), key(2), 2)).message).toContain(words)
    }
    expect((await failure(set(at(7), '--threshold', '1'), key(8))).code).toBe('not_member')
    const chosen = await cli(set(at(8), at(7), at(9), '--threshold', '2'), key(2))
    expect(chosen.stdout).toContain(
      '2 of 3 guardians together may move the membership of member 2 to a new key:',
    )
    expect(chosen.stdout).toContain(
      'Whoever has the present key can stop that for 1 day: member recover cancel.',
    )
    // As the roll takes them: in ascending order.
    expect(await answer(member('guardians', 'show', '2'))).toMatchObject({
      guardians: [at(7), at(8), at(9)],
      threshold: 2,
      recoveries: [],
    })
  })

  test('is replaced when guardians agree and the delay is over, unless the old key objects', async () => {
    const support = member('recover', 'support', '2', '--to', at(5))
    expect(await failure(support, key(1))).toMatchObject({
      details: { error: 'Membership_NotGuardian' },
      message: `${at(1)} is not a guardian of member 2.`,
    })
    const first = await cli(support, key(7))
    expect(first.stderr).toContain('Do it only when the member itself has asked you')
    expect(first.stdout).toContain(
      `1 of the 2 guardians it takes supports moving it to ${at(5)}; one more is needed.`,
    )
    expect((await failure(support, key(7))).details.error).toBe('Membership_AlreadySupported')
    const finish = member('recover', 'finish', '2', '--to', at(5))
    expect((await failure(finish, key(0))).details.error).toBe('Membership_NoRecovery')

    // The member may be named by its account as well.
    const enough = await answer(member('recover', 'support', at(2), '--to', at(5)), key(8))
    expect(enough.recovery).toMatchObject({ to: at(5), supporters: [at(7), at(8)] })
    expect(enough.recovery.lapsesAt - enough.recovery.readyAt).toBe(30 * 86_400)
    expect(await failure(finish, key(0))).toMatchObject({ details: { error: 'Membership_RecoveryNotDue' } })

    expect((await failure(member('recover', 'cancel'), key(8))).code).toBe('not_member')
    expect((await failure(member('recover', 'cancel'), key(1))).message).toBe(
      'No recovery of member 1 is under way.',
    )
    expect((await answer(member('recover', 'cancel'), key(2))).ended).toEqual([at(5)])
    expect((await answer(member('guardians', 'show'), key(2))).recoveries).toEqual([])

    for (const index of [8, 9]) await answer(support, key(index))
    await parts.letTimePass(86_401)
    expect((await cli(member('show', '2'))).stdout).toContain(`It can be moved to ${at(5)} now, until`)
    const moved = await cli(finish, key(0))
    expect(moved.stdout).toContain(`Member 2 of Riverside Mutual Aid is ${at(5)} now.`)
  })

  test('is no key any more, and the new one is the same member', async () => {
    expect(await answer(member('show', '2'))).toMatchObject({ account: at(5), status: 'member', memberId: 2 })
    expect(await answer(member('show', at(2)))).toMatchObject({ status: 'recovered', recoveredTo: at(5) })
    expect(await failure(member('leave'), key(2))).toMatchObject({
      code: 'not_member',
      message: expect.stringContaining(`its membership has moved to ${at(5)}`),
      next: `Use ${at(5)}.`,
    })
    expect((await answer(member('list'))).members).toContainEqual({ memberId: 2, account: at(5), roles: [] })
    expect((await failure(member('recover', 'support', '2', '--to', at(3)), key(7))).details.error).toBe(
      'Membership_AccountUsed',
    )
  })

  test('guardians can be dismissed', async () => {
    const cleared = await cli(member('guardians', 'clear'), key(5))
    expect(cleared.stdout).toContain('Member 2 has no guardians: only a vote gives it back a lost key.')
    expect(await answer(member('guardians', 'show', '2'))).toMatchObject({ guardians: [], threshold: 0 })
  })
})

test('an account that is none, or of nobody, is named', async () => {
  for (const args of [
    ['vouch', '0x12'],
    ['withdraw-vouch', 'ada.eth'],
    ['show', '1x'],
    ['recover', 'support', '1', '--to', '0x12'],
    ['recover', 'finish', '1'],
    ['guardians'],
    ['vouch'],
  ]) {
    expect((await failure(member(...args), key(1), 2)).code).toBe('usage')
  }
  expect((await failure(member('show', '77'))).code).toBe('unknown_member')
  expect((await failure(member('guardians', 'show', at(8)))).code).toBe('not_member')
  expect((await failure(member('join'))).code).toBe('no_key')
})
