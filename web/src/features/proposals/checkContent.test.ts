import { proposalId } from '@commonweal/sdk/governance/proposalId'
import { describe, expect, it } from 'vitest'
import { contentIsGenuine } from './checkContent'

const actions = {
  targets: ['0x5FbDB2315678afecb367f032d93F642f64180aa3'],
  values: [0n],
  calldatas: ['0x12345678'],
} as const satisfies Parameters<typeof proposalId>[0]
const content = {
  targets: [...actions.targets],
  values: [...actions.values],
  calldatas: [...actions.calldatas],
  description: 'Approve it',
  proposalId: proposalId(actions, 'Approve it'),
}

describe('the content of a proposal', () => {
  it('is genuine when it hashes to the id on chain', () => {
    expect(contentIsGenuine(content)).toBe(true)
  })

  it('is refused when the index changed a word, a byte, a target or an amount', () => {
    expect(contentIsGenuine({ ...content, description: 'Approve it!' })).toBe(false)
    expect(contentIsGenuine({ ...content, calldatas: ['0x12345679'] })).toBe(false)
    expect(contentIsGenuine({ ...content, targets: ['0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'] })).toBe(
      false,
    )
    expect(contentIsGenuine({ ...content, values: [1n] })).toBe(false)
    expect(contentIsGenuine({ ...content, values: [] })).toBe(false)
  })
})
