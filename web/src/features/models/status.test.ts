import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { describe, expect, it } from 'vitest'
import { standingOf, standings, statuses } from './status'

const always = { notBefore: null, expiresAt: null }

describe('the standing of a version', () => {
  it('has a word for every status', () => {
    for (const status of statuses) expect(standings).toContain(standingOf(status, always, 1))
  })

  it('opens and closes at the very seconds the registry names', () => {
    const window = { notBefore: 10, expiresAt: 20 }
    expect(standingOf('Approved', window, 9)).toBe('notYet')
    expect(standingOf('Approved', window, 10)).toBe('usable')
    expect(standingOf('Approved', window, 19)).toBe('usable')
    expect(standingOf('Approved', window, 20)).toBe('expired')
  })

  it('never calls anything but an approved version usable', () => {
    for (const status of statuses.filter((status) => status !== 'Approved')) {
      expect(standingOf(status, always, 1)).not.toBe('usable')
    }
  })

  it('reads a status from the registry as a number of this list', () => {
    const statusOf = modelRegistryAbi.find((item) => item.type === 'function' && item.name === 'statusOf')
    expect(statusOf).toMatchObject({
      outputs: [{ internalType: 'enum IModelRegistry.Status', type: 'uint8' }],
    })
  })
})
