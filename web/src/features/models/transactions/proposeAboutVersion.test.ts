import { decodeAction } from '@commonweal/sdk/proposals/decodeAction'
import { describe, expect, it } from 'vitest'
import { contentIsGenuine } from '../../proposals/checkContent'
import { titleAndBody } from '../../proposals/description'
import { versionProposals } from '../abilities/canProposeAbout'
import { proposeAboutVersion } from './proposeAboutVersion'

const word = (digit: string) => `0x${digit.repeat(64)}` as const
const account = (digit: string) => `0x${digit.repeat(40)}` as const
const addresses = {
  communityRegistry: account('1'),
  modelRegistry: account('2'),
  culturalProtocols: account('8'),
  federation: account('9'),
  quadraticFunding: account('7'),
  membership: account('3'),
  governor: account('4'),
  timelock: account('5'),
  council: account('6'),
}
const wish = {
  communityId: word('a'),
  versionId: word('b'),
  policyId: word('0'),
  title: 'About version 1',
  reason: 'Because we looked at it.',
  proposer: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
} as const

describe('a proposal about a version', () => {
  it.each(versionProposals)(
    'to %s is read back as what was meant, under the id that was foretold',
    (what) => {
      const { transaction, proposalId } = proposeAboutVersion({ ...wish, what }, addresses, [])
      const [targets, values, calldatas, description] = transaction.args as [
        `0x${string}`[],
        bigint[],
        `0x${string}`[],
        string,
      ]
      expect(transaction.address).toBe(addresses.governor)
      expect(
        decodeAction(
          { target: targets[0] ?? '0x', value: values[0] ?? 0n, calldata: calldatas[0] ?? '0x' },
          addresses,
        ),
      ).toMatchObject({ kind: `${what}Version`, communityId: wish.communityId, versionId: wish.versionId })
      expect(contentIsGenuine({ targets, values, calldatas, description, proposalId })).toBe(true)
      expect(titleAndBody(description)).toEqual({ title: wish.title, body: wish.reason })
    },
  )
})
