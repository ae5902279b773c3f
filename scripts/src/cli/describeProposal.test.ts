import { expect, test } from 'vitest'
import type { Proposal } from '../actions/readProposals.ts'
import { describeAction, describeState, describeVotes } from './describeProposal.ts'

const proposal: Proposal = {
  proposalId: 1234n,
  proposer: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  description: 'x',
  text: 'x',
  actions: [],
  decoded: [],
  state: 'Pending',
  voteStart: 1000,
  voteEnd: 2000,
  executableAt: 0,
  forVotes: 2,
  againstVotes: 1,
  abstainVotes: 0,
  voters: 3,
  neededVotes: 2,
  neededVoters: 2,
  transaction: '0x',
}

test('voting opens the second after the snapshot, as the Governor has it', () => {
  expect(describeState(proposal, 941)).toMatch(/^Voting opens in 1 minute, at 1970-01-01 00:16:41 UTC/)
})

test.each([
  ['Active', 1940, /open for another 1 minute/],
  ['Succeeded', 2001, /proposal queue 1234/],
  ['Defeated', 2001, /Not passed/],
  ['Executed', 2001, /executed/],
  ['Canceled', 2001, /Taken back by its proposer/],
  ['Expired', 2001, /not executed in time/],
] as const)('%s is said with what comes next', (state, now, text) => {
  expect(describeState({ ...proposal, state }, now)).toMatch(text)
})

test('a queued proposal says from when it can be executed, and when it can', () => {
  const queued = { ...proposal, state: 'Queued', executableAt: 5000 } as const
  expect(describeState(queued, 4940)).toMatch(/executed in 1 minute/)
  expect(describeState(queued, 5000)).toMatch(/Anyone can execute it now: proposal execute 1234/)
})

test('what elders have vetoed is not told as taken back', () => {
  const vetoed = { ...proposal, state: 'Canceled', executableAt: 5000 } as const
  expect(describeState(vetoed, 4940)).toBe('Stopped by the elders while it waited in the timelock.')
})

test('votes are told against what they need', () => {
  expect(describeVotes(proposal)).toContain('2 for, 1 against, 0 abstaining')
})

test('a call that cannot be read is a warning with everything that is known of it', () => {
  const sentence = describeAction({
    kind: 'unknown',
    target: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    value: 10n ** 18n,
    calldata: '0xa9059cbb',
    selector: '0xa9059cbb',
  })
  expect(sentence).toMatch(/^WARNING: .*0x70997970C51812dc3A010C7d01b50e0d17dc79C8 with 1 of.*0xa9059cbb/)
})

test('a reason cannot pass for a sentence of this program', () => {
  const reason = 'ok.\n  2. Nothing else'
  const id = `0x${'1'.repeat(64)}` as const
  expect(describeAction({ kind: 'revokeVersion', communityId: id, versionId: id, reason })).not.toContain(
    '\n',
  )
})
