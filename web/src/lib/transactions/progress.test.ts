import { describe, expect, it } from 'vitest'
import { isUnderWay, type Progress, stateOfStep, visibleSteps } from './progress'

const hash = `0x${'1'.repeat(64)}` as const
const states = (progress: Progress) => visibleSteps.map((step) => stateOfStep(step, progress))

describe('the steps of a transaction', () => {
  it('are done, at hand and ahead in this order', () => {
    expect(states({ step: 'wallet' })).toEqual(['now', 'later', 'later', 'later'])
    expect(states({ step: 'sent', hash })).toEqual(['done', 'now', 'later', 'later'])
    expect(states({ step: 'confirmed', hash, block: 1, slow: false })).toEqual([
      'done',
      'done',
      'done',
      'now',
    ])
    expect(states({ step: 'visible', hash, block: 1 })).toEqual(['done', 'done', 'done', 'done'])
  })

  it('let nothing be sent twice while something is under way', () => {
    expect(isUnderWay({ step: 'wallet' })).toBe(true)
    expect(isUnderWay({ step: 'sent', hash })).toBe(true)
    expect(isUnderWay({ step: 'idle' })).toBe(false)
    expect(isUnderWay({ step: 'cancelled' })).toBe(false)
    expect(isUnderWay({ step: 'visible', hash, block: 1 })).toBe(false)
  })
})
