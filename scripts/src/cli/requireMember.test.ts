import { expect, test } from 'vitest'
import type { Community } from '../actions/readCommunity.ts'
import type { Standing } from '../actions/readStanding.ts'
import { requireMember } from './requireMember.ts'

const account = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const other = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const community = { name: 'Riverside', communityId: `0x${'1'.repeat(64)}` } as Community
const standing: Standing = {
  account,
  status: 'member',
  memberId: 7,
  joinedAt: 1,
  leftAt: 0,
  roles: 0,
  votes: 1,
  delegate: undefined,
  recoveredTo: undefined,
}

test('a member is told by its id', () => {
  expect(requireMember(standing, community)).toBe(7)
})

test.each([
  [
    { status: 'never', memberId: undefined },
    `${account} is not a member of Riverside.`,
    /by members who vouch/,
  ],
  [
    { status: 'left', leftAt: 100 },
    `${account} is not a member of Riverside: it left at 1970-01-01 00:01:40 UTC.`,
    /by members who vouch/,
  ],
  [
    { status: 'barred', leftAt: 100 },
    `${account} is not a member of Riverside: the community removed it.`,
    /^Only a vote lets it in again/,
  ],
  [
    { status: 'recovered', memberId: undefined, recoveredTo: other },
    `${account} is not a member's key in Riverside any more: its membership has moved to ${other}.`,
    new RegExp(`^Use ${other}`),
  ],
] as const)('whoever is none is told why, and what it takes (%#)', (change, message, next) => {
  expect(() => requireMember({ ...standing, ...change }, community)).toThrow(
    expect.objectContaining({ code: 'not_member', message, next: expect.stringMatching(next) }),
  )
})
