import { describe, expect, it } from 'vitest'
import messages from '../../../../messages/en/proposals.json'
import { phases } from '../phase'
import { canExecute } from './canExecute'
import { canQueue } from './canQueue'
import { canVote, type Voter } from './canVote'

const voter: Voter = {
  phase: 'open',
  genuine: true,
  isMember: true,
  entitled: 1n,
  votes: 1n,
  hasVoted: false,
}

describe('who may vote', () => {
  it('lets a member vote once while voting is open', () => {
    expect(canVote(voter)).toEqual({ can: true })
    expect(canVote({ ...voter, hasVoted: true })).toEqual({ can: false, reason: 'alreadyVoted' })
  })

  it('tells a stranger from a member who joined later', () => {
    const none = { ...voter, entitled: 0n, votes: 0n }
    expect(canVote(none)).toEqual({ can: false, reason: 'joinedLater' })
    expect(canVote({ ...none, isMember: false })).toEqual({ can: false, reason: 'notMember' })
  })

  it('tells a member whose delegate has cast its vote, unless others have lent theirs to it', () => {
    expect(canVote({ ...voter, votes: 0n })).toEqual({ can: false, reason: 'delegateVoted' })
    expect(canVote({ ...voter, votes: 0n, hasVoted: true })).toEqual({ can: false, reason: 'alreadyVoted' })
    expect(canVote({ ...voter, entitled: 3n, votes: 2n })).toEqual({ can: true })
  })

  it('lets somebody who has left since vote on what was proposed before', () => {
    expect(canVote({ ...voter, isMember: false })).toEqual({ can: true })
  })

  it('lets nobody vote on words that are not on the chain', () => {
    expect(canVote({ ...voter, genuine: false })).toEqual({ can: false, reason: 'notGenuine' })
  })

  it('lets nobody vote in any other phase', () => {
    for (const phase of phases.filter((phase) => phase !== 'open')) {
      expect(canVote({ ...voter, phase }).can).toBe(false)
    }
  })
})

describe('who may take a proposal further', () => {
  it('schedules what has passed, once', () => {
    expect(phases.filter((phase) => canQueue({ phase, genuine: true }).can)).toEqual(['passed'])
    expect(canQueue({ phase: 'passed', genuine: false }).can).toBe(false)
  })

  it('carries out what is ready, once', () => {
    expect(phases.filter((phase) => canExecute({ phase, genuine: true }).can)).toEqual(['ready'])
    expect(canExecute({ phase: 'ready', genuine: false }).can).toBe(false)
    expect(canExecute({ phase: 'waiting', genuine: true })).toEqual({ can: false, reason: 'tooEarly' })
  })

  it('has words for every reason', () => {
    const reasons = phases.flatMap((phase) =>
      [true, false].flatMap((genuine) => [
        canQueue({ phase, genuine }),
        canExecute({ phase, genuine }),
        canVote({ ...voter, phase, genuine }),
        canVote({ ...voter, phase, genuine, votes: 0n }),
        canVote({ ...voter, phase, genuine, votes: 0n, entitled: 0n }),
      ]),
    )
    for (const ability of reasons) {
      if (!ability.can) expect(messages.act.cannot).toHaveProperty(ability.reason)
    }
  })
})
