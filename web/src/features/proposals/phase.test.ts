import { proposalStates } from '@commonweal/sdk/governance/proposalState'
import { describe, expect, it } from 'vitest'
import { gracePeriod, type IndexedCourse, isOpen, phaseByIndex, phaseOf, phases } from './phase'

const course: IndexedCourse = {
  state: 'CREATED',
  voteStart: 100,
  voteEnd: 200,
  eta: null,
  forVotes: 2n,
  againstVotes: 0n,
  abstainVotes: 0n,
  voters: 2,
  quorum: 2n,
  minimumVoters: 2n,
}

describe('the phase of a proposal', () => {
  it('has a name for every state of the Governor', () => {
    for (const state of proposalStates) expect(phases).toContain(phaseOf(state, null, 0))
  })

  it('turns from waiting to ready at the very second the waiting time ends', () => {
    expect(phaseOf('Queued', 500, 499)).toBe('waiting')
    expect(phaseOf('Queued', 500, 500)).toBe('ready')
    expect(phaseOf('Queued', null, 500)).toBe('waiting')
  })

  it('follows the chain’s time, with both edges of the voting as the Governor has them', () => {
    expect(phaseByIndex(course, 100)).toBe('notStarted')
    expect(phaseByIndex(course, 101)).toBe('open')
    expect(phaseByIndex(course, 200)).toBe('open')
    expect(phaseByIndex(course, 201)).toBe('passed')
  })

  it('does not pass without quorum, without enough voters, or on a tie', () => {
    expect(phaseByIndex({ ...course, quorum: 3n }, 201)).toBe('notPassed')
    expect(phaseByIndex({ ...course, minimumVoters: 3n }, 201)).toBe('notPassed')
    expect(phaseByIndex({ ...course, againstVotes: 2n, voters: 4 }, 201)).toBe('notPassed')
  })

  it('counts abstentions towards the quorum and votes against not', () => {
    expect(phaseByIndex({ ...course, forVotes: 1n, abstainVotes: 1n }, 201)).toBe('passed')
    expect(phaseByIndex({ ...course, forVotes: 1n, againstVotes: 0n, abstainVotes: 0n }, 201)).toBe(
      'notPassed',
    )
  })

  it('tells what was withdrawn before the voting from what was stopped while it waited', () => {
    expect(phaseOf('Canceled', null, 500)).toBe('withdrawn')
    expect(phaseOf('Canceled', 600, 500)).toBe('stopped')
  })

  it('lapses after fourteen days in which nobody took it further, the last second excepted', () => {
    expect(gracePeriod).toBe(1_209_600)
    expect(phaseByIndex(course, 200 + gracePeriod)).toBe('passed')
    expect(phaseByIndex(course, 201 + gracePeriod)).toBe('expired')
    expect(phaseByIndex({ ...course, againstVotes: 2n }, 201 + gracePeriod)).toBe('notPassed')
    const queued = { ...course, state: 'QUEUED', eta: 300 } as const
    expect(phaseByIndex(queued, 300 + gracePeriod)).toBe('ready')
    expect(phaseByIndex(queued, 301 + gracePeriod)).toBe('expired')
    expect(phaseByIndex({ ...queued, eta: null }, 301 + gracePeriod)).toBe('waiting')
  })

  it('says that it does not know where the index does not know what is needed', () => {
    expect(phaseByIndex({ ...course, quorum: null }, 201)).toBe('uncounted')
  })

  it('keeps what has happened whatever the time', () => {
    expect(phaseByIndex({ ...course, state: 'EXECUTED' }, 150)).toBe('carriedOut')
    expect(phaseByIndex({ ...course, state: 'CANCELED' }, 150)).toBe('withdrawn')
    expect(phaseByIndex({ ...course, state: 'QUEUED', eta: 300 }, 250)).toBe('waiting')
    expect(phaseByIndex({ ...course, state: 'VETOED', eta: 300 }, 250)).toBe('stopped')
    expect(isOpen('carriedOut')).toBe(false)
    expect(isOpen('stopped')).toBe(false)
    expect(isOpen('ready')).toBe(true)
  })
})
