import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { AbiCoder, id, keccak256, TypedDataEncoder } from 'ethers'
import fc from 'fast-check'
import {
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  getAddress,
  type Hex,
  hashTypedData,
} from 'viem'
import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { ballot, ballotTypes, extendedBallot, extendedBallotTypes, type Support } from './ballot.ts'
import { ballotOutcome } from './ballotOutcome.ts'
import { delegation, delegationTypes } from './delegation.ts'
import { governorDomain, membershipDomain } from './domains.ts'
import { memberBallot, memberBallotTypes, signedBallot } from './memberBallot.ts'
import { proposalId } from './proposalId.ts'
import { proposalState } from './proposalState.ts'
import { decodeRoles, encodeRoles } from './roles.ts'
import { signedSponsorship, sponsorship, sponsorshipTypes } from './sponsorship.ts'

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Address)
const hex = fc.uint8Array({ maxLength: 70 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hex)
const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const support = fc.constantFrom<Support>('against', 'for', 'abstain')
const domain = fc.record({
  name: fc.constant('CommunityGovernor'),
  version: fc.constant('1'),
  chainId: fc.integer({ min: 1, max: 2 ** 31 }),
  verifyingContract: address,
})

test('a proposal has the id that the encoding of ethers gives', () => {
  const action = fc.record({ target: address, value: uint256, calldata: hex })
  fc.assert(
    fc.property(fc.array(action, { maxLength: 4 }), fc.string({ unit: 'binary' }), (actions, text) => {
      const description = text
      const lists = [
        actions.map((a) => a.target),
        actions.map((a) => a.value),
        actions.map((a) => a.calldata),
      ] as const
      const expected = keccak256(
        AbiCoder.defaultAbiCoder().encode(
          ['address[]', 'uint256[]', 'bytes[]', 'bytes32'],
          [...lists, id(description)],
        ),
      )
      const [targets, values, calldatas] = lists
      expect(proposalId({ targets, values, calldatas }, description)).toBe(BigInt(expected))
    }),
  )
})

test('a ballot has the same digest in viem and in ethers', () => {
  const message = fc.record({ proposalId: uint256, support, voter: address, nonce: uint256 })
  fc.assert(
    fc.property(domain, message, fc.string(), hex, (where, vote, reason, params) => {
      const plain = ballot(where, vote)
      expect(hashTypedData(plain)).toBe(
        TypedDataEncoder.hash(where, { Ballot: [...ballotTypes.Ballot] }, plain.message),
      )
      const extended = extendedBallot(where, { ...vote, reason, params })
      expect(hashTypedData(extended)).toBe(
        TypedDataEncoder.hash(
          where,
          { ExtendedBallot: [...extendedBallotTypes.ExtendedBallot] },
          extended.message,
        ),
      )
    }),
  )
})

test("the ballots have OpenZeppelin's type hashes", () => {
  const encoder = (types: Record<string, { name: string; type: string }[]>) => TypedDataEncoder.from(types)
  expect(encoder({ Ballot: [...ballotTypes.Ballot] }).encodeType('Ballot')).toBe(
    'Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)',
  )
  expect(
    encoder({ ExtendedBallot: [...extendedBallotTypes.ExtendedBallot] }).encodeType('ExtendedBallot'),
  ).toBe(
    'ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params)',
  )
})

const memberBallotMessage = fc.record({
  proposalId: uint256,
  support,
  voter: address,
  reason: fc.string({ unit: 'grapheme' }),
  deadline: uint256,
})

test('a ballot for a batch has the same digest in viem and in ethers', () => {
  fc.assert(
    fc.property(domain, memberBallotMessage, (where, message) => {
      const typed = memberBallot(where, message)
      expect(hashTypedData(typed)).toBe(
        TypedDataEncoder.hash(where, { MemberBallot: [...memberBallotTypes.MemberBallot] }, typed.message),
      )
    }),
  )
})

test("a ballot for a batch has the type hash of the Governor's documentation", () => {
  expect(
    TypedDataEncoder.from({ MemberBallot: [...memberBallotTypes.MemberBallot] }).encodeType('MemberBallot'),
  ).toBe('MemberBallot(uint256 proposalId,uint8 support,address voter,string reason,uint256 deadline)')
})

test('a signed ballot reaches the Governor as it was signed', () => {
  fc.assert(
    fc.property(memberBallotMessage, hex, (message, signature) => {
      const data = encodeFunctionData({
        abi: communityGovernorAbi,
        functionName: 'castVotesBySig',
        args: [[signedBallot(message, signature)]],
      })
      const [ballots] = decodeFunctionData({ abi: communityGovernorAbi, data }).args as unknown as [
        ReturnType<typeof signedBallot>[],
      ]
      expect(ballots).toEqual([
        {
          ...message,
          voter: getAddress(message.voter),
          support: { against: 0, for: 1, abstain: 2 }[message.support],
          signature,
        },
      ])
    }),
  )
})

const sponsorshipMessage = fc.record({ proposalId: uint256, sponsor: address, deadline: uint256 })
const delegationMessage = fc.record({ delegatee: address, nonce: uint256, expiry: uint256 })

test('a sponsorship and a delegation have the same digest in viem and in ethers', () => {
  fc.assert(
    fc.property(domain, sponsorshipMessage, delegationMessage, (where, sponsors, lends) => {
      expect(hashTypedData(sponsorship(where, sponsors))).toBe(
        TypedDataEncoder.hash(where, { Sponsorship: [...sponsorshipTypes.Sponsorship] }, sponsors),
      )
      expect(hashTypedData(delegation(where, lends))).toBe(
        TypedDataEncoder.hash(where, { Delegation: [...delegationTypes.Delegation] }, lends),
      )
    }),
  )
})

test("a sponsorship and a delegation have the type hashes of the contracts' documentation", () => {
  expect(
    TypedDataEncoder.from({ Sponsorship: [...sponsorshipTypes.Sponsorship] }).encodeType('Sponsorship'),
  ).toBe('Sponsorship(uint256 proposalId,address sponsor,uint256 deadline)')
  expect(
    TypedDataEncoder.from({ Delegation: [...delegationTypes.Delegation] }).encodeType('Delegation'),
  ).toBe('Delegation(address delegatee,uint256 nonce,uint256 expiry)')
  // keccak256 of the line above, as OpenZeppelin's Votes has it.
  expect(id('Delegation(address delegatee,uint256 nonce,uint256 expiry)')).toBe(
    '0xe48329057bfd03d55e49b547132e39cffd9c1820ad7b9d4c5307691425d15adf',
  )
})

test('a signed sponsorship reaches the Governor as it was signed', () => {
  fc.assert(
    fc.property(sponsorshipMessage, hex, (message, signature) => {
      const data = encodeFunctionData({
        abi: communityGovernorAbi,
        functionName: 'proposeWithSponsors',
        args: [[], [], [], 'x', [signedSponsorship(message, signature)]],
      })
      const decoded = decodeFunctionData({ abi: communityGovernorAbi, data }).args as unknown as unknown[]
      const { deadline, sponsor } = message
      expect(decoded[4]).toEqual([{ sponsor: getAddress(sponsor), deadline, signature }])
    }),
  )
})

test('a Governor and a roll have the domains of every community, told apart by their address', () => {
  const where = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
  expect(governorDomain({ chainId: 7, governor: where })).toEqual({
    name: 'CommunityGovernor',
    version: '1',
    chainId: 7,
    verifyingContract: where,
  })
  expect(membershipDomain({ chainId: 8, membership: where })).toEqual({
    name: 'CommunityMembership',
    version: '1',
    chainId: 8,
    verifyingContract: where,
  })
})

test('outcomes have the names of the enum, and a number without one is refused', () => {
  expect(ballotOutcome(0)).toBe('counted')
  expect(ballotOutcome(6n)).toBe('invalidSignature')
  expect(ballotOutcome(7)).toBe('delegateVoted')
  expect(() => ballotOutcome(8)).toThrow(expect.objectContaining({ code: 'unknown_ballot_outcome' }))
})

test('states have the names of the enum, and a number without one is refused', () => {
  expect(proposalState(0)).toBe('Pending')
  expect(proposalState(7n)).toBe('Executed')
  expect(() => proposalState(8)).toThrow(expect.objectContaining({ code: 'unknown_proposal_state' }))
})

test('roles and bits lead to each other; a bit without meaning is refused', () => {
  for (let bits = 0; bits < 8; bits++) expect(encodeRoles(decodeRoles(bits))).toBe(bits)
  expect(decodeRoles(3)).toEqual(['elder', 'steward'])
  expect(() => decodeRoles(8)).toThrow(expect.objectContaining({ code: 'unknown_role' }))
})

test('a number without a name is told, with what to do', () => {
  const next = 'Use a newer version of this program.'
  expect(refusalOf(() => ballotOutcome(99))).toStrictEqual({
    code: 'unknown_ballot_outcome',
    message: 'The Governor answered with ballot outcome 99, which has no name here.',
    next,
  })
  expect(refusalOf(() => proposalState(99n))).toStrictEqual({
    code: 'unknown_proposal_state',
    message: 'The Governor answered with state 99, which has no name here.',
    next,
  })
  expect(refusalOf(() => decodeRoles(9))).toStrictEqual({
    code: 'unknown_role',
    message: 'Roles 9 hold a bit without a meaning.',
    details: { bits: 9 },
  })
})
