import { expect, it } from 'vitest'
import { fillManifest } from './fillManifest.ts'

const values = {
  network: 'sepolia',
  communityRegistry: '0x01',
  modelRegistry: '0x02',
  quadraticFunding: '0x03',
  startBlock: 7,
}

it("puts a chain's values in every hole", () => {
  expect(fillManifest("a: '{{network}}'\nb: {{startBlock}}\nc: '{{network}}'", values)).toBe(
    "a: 'sepolia'\nb: 7\nc: 'sepolia'",
  )
})

it('refuses a hole it has nothing for', () => {
  expect(() => fillManifest('{{governor}}', values)).toThrow(/\{\{governor\}\}/)
})
