import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import type { RoundEvent } from './readRoundEvents.ts'
import { giftsOf, heldFor, replayRound, shareOf, tallyOfProject } from './replayRound.ts'

const word = (digit: string) => `0x${digit.repeat(64)}` as Hex
const at = (digit: string) => `0x${digit.repeat(40)}` as Hex
const roundId = word('a')
const terms = {
  communityId: word('c'),
  others: [],
  token: at('1'),
  givingFrom: 1,
  givingUntil: 2,
  reviewUntil: 3,
  expiresAt: 4,
  cap: 0n,
  minGift: 1n,
  leastPool: 0n,
  deposit: 5n,
  householdBound: 0n,
  undoPeriod: 0,
  scaleUp: false,
  document: word('0'),
}

const tell = (eventName: RoundEvent['eventName'], args: object) =>
  ({ eventName, args: { roundId, ...args } }) as unknown as RoundEvent
const opened = tell('RoundOpened', { communityId: terms.communityId, terms })
const applied = (project: bigint) =>
  tell('ProjectApplied', {
    project,
    applicant: at('2'),
    recipient: at('3'),
    versionId: word('0'),
    deposit: 5n,
    document: word('0'),
    documentURI: 'ipfs://x',
  })
const accepted = tell('ProjectReviewed', { project: 1n, by: at('4'), accepted: true, reason: 'x' })
const funded = (funder: Hex, amount: bigint) => tell('PoolFunded', { funder, amount })
const gave = (donor: bigint, amount: bigint, total: bigint, project = 1n) =>
  tell('GiftMade', { project, donor, giver: at('5'), amount, total })
const tookBack = (donor: bigint, amount: bigint, total: bigint) =>
  tell('GiftReturned', { project: 1n, donor, to: at('5'), amount, total })
const settled = (matched: bigint, left: bigint) =>
  tell('RoundFinalized', {
    by: at('6'),
    numerator: 1n,
    denominator: 10n ** 32n,
    threshold: 0n,
    matched,
    left,
  })
const returned = (funder: Hex, amount: bigint) => tell('FundingReturned', { funder, to: funder, amount })

const begun = [opened, applied(1n), accepted, funded(at('7'), 30n), funded(at('8'), 10n)]
const refusal = (what: string, expected: string, actual: string) =>
  expect.objectContaining({ code: 'round_differs', details: { what, expected, actual } })

describe('a round played through from its events', () => {
  test('has what its donors gave in the end, and counts households by it', () => {
    const household = (memberId: bigint, id: Hex) =>
      tell('HouseholdSet', { community: 1n, memberId, household: id })
    const donor = (memberId: bigint) => (1n << 64n) | memberId
    const round = replayRound([
      ...begun,
      household(1n, word('b')),
      household(2n, word('b')),
      household(3n, word('b')),
      household(3n, word('0')),
      gave(donor(1n), 4n, 4n),
      gave(donor(2n), 9n, 9n),
      gave(donor(3n), 1n, 1n),
      gave(donor(3n), 15n, 16n),
      tookBack(donor(3n), 15n, 1n),
      gave(7n, 2n, 2n),
      tookBack(7n, 2n, 0n),
    ])
    const [project] = round.projects
    if (project === undefined) throw new Error('no project')
    expect([...project.gifts]).toEqual([
      [donor(1n), 4n],
      [donor(2n), 9n],
      [donor(3n), 1n],
    ])
    expect(giftsOf(project)).toBe(14n)
    // 2·√1·√4 + 2·√1·√9: the first two are of one household, whose pairs count nothing here.
    expect(tallyOfProject(round, project)).toEqual({ rootSum: 6n * 10n ** 16n, pairSum: 10n * 10n ** 32n })
    expect(heldFor(round)).toBe(40n + 14n + 5n)
    expect(round.gifts).toBe(5)
  })

  test('returns all to funders where it comes to nothing, and else their share of the rest, the last taking all', () => {
    expect(shareOf(replayRound(begun), 30n)).toBe(30n)
    const rest = [...begun, settled(35n, 5n)]
    expect(shareOf(replayRound(rest), 30n)).toBe(3n)
    const first = [...rest, returned(at('7'), 3n)]
    expect(shareOf(replayRound(first), 10n)).toBe(2n)
    expect(replayRound([...first, returned(at('8'), 2n)]).left).toBe(0n)
    expect(() => replayRound([...rest, returned(at('7'), 4n)])).toThrow(
      refusal(`amount that went back to the funder ${at('7')}`, '3', '4'),
    )
  })

  test.each([
    [[gave(1n, 4n, 5n)], 'total that donor 1 has given to project 1', '4', '5'],
    [[gave(1n, 4n, 4n), tookBack(1n, 4n, 1n)], 'total that donor 1 has given to project 1', '0', '1'],
    [[applied(3n)], 'number of the next project', '2', '3'],
    [
      [gave(1n, 4n, 4n), tell('ProjectPaid', { project: 1n, to: at('3'), gifts: 5n, matched: 0n })],
      'sum of gifts that project 1 was paid',
      '4',
      '5',
    ],
    [
      [tell('DepositReturned', { project: 1n, to: at('2'), amount: 4n })],
      'deposit that went back for project 1',
      '5',
      '4',
    ],
  ])('names the first number that those before it do not come to (%#)', (events, what, expected, actual) => {
    expect(() => replayRound([...begun, ...events])).toThrow(refusal(what, expected, actual))
  })

  test('needs its beginning, and that of every project', () => {
    const unreadable = expect.objectContaining({ code: 'round_unreadable' })
    expect(() => replayRound([])).toThrow(unreadable)
    expect(() => replayRound(begun.slice(1))).toThrow(unreadable)
    expect(() => replayRound([...begun, gave(1n, 1n, 1n, 2n)])).toThrow(unreadable)
  })
})
