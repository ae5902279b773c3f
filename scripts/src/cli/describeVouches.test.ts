import { expect, test } from 'vitest'
import type { Community } from '../actions/readCommunity.ts'
import { describeVouches } from './describeVouches.ts'

const community = { name: 'Riverside' } as Community
const standing = [100, 200, 300].map((expiresAt, index) => ({
  memberId: index + 1,
  voucher: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' as const,
  expiresAt,
}))
const describe = (needed: number, count: number) =>
  describeVouches('Ada', community, { needed, standing: standing.slice(0, count) })

test('it is said how many vouch, how many more it takes, and until when', () => {
  expect(describe(3, 0)).toBe('Nobody vouches for Ada; it takes 3 members.')
  expect(describe(3, 1)).toBe(
    '1 of 3 members vouches for Ada; 2 more are needed until 1970-01-01 00:01:40 UTC, when the first vouch ends.',
  )
  expect(describe(3, 2)).toBe(
    '2 of 3 members vouch for Ada; one more is needed until 1970-01-01 00:01:40 UTC, when the first vouch ends.',
  )
})

test('who can join is told for how long: until one fewer than needed would vouch', () => {
  expect(describe(3, 3)).toBe(
    '3 of 3 members vouch for Ada: it can join until 1970-01-01 00:01:40 UTC, with member join.',
  )
  expect(describe(2, 3)).toContain('it can join until 1970-01-01 00:03:20 UTC')
})

test('where nobody is let in by vouching, what does it is told', () => {
  expect(describe(0, 0)).toMatch(/^Riverside lets nobody in by vouching; a vote does: proposal create/)
})
