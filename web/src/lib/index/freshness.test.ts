import { describe, expect, it } from 'vitest'
import { freshness } from './freshness'

const head = { number: 1000, timestamp: 50_000 }

describe('whether the index can be taken for the present', () => {
  it('is fresh a few blocks behind, however far time has jumped', () => {
    expect(freshness(head, { number: 998, timestamp: 1, broken: false })).toEqual({ kind: 'fresh' })
  })

  it('is fresh many blocks behind on a fast chain, as long as they are young', () => {
    expect(freshness(head, { number: 900, timestamp: 49_960, broken: false })).toEqual({ kind: 'fresh' })
  })

  it('is behind when it lags in blocks and in time', () => {
    expect(freshness(head, { number: 900, timestamp: 49_900, broken: false })).toEqual({
      kind: 'behind',
      blocks: 100,
      seconds: 100,
    })
    expect(freshness(head, { number: 900, timestamp: null, broken: false })).toMatchObject({ kind: 'behind' })
  })

  it('says when it is broken or does not answer', () => {
    expect(freshness(head, { number: 1000, timestamp: 50_000, broken: true })).toEqual({ kind: 'broken' })
    expect(freshness(head, undefined)).toEqual({ kind: 'unreachable' })
  })
})
