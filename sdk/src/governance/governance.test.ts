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
import { ballot, ballotTypes, extendedBallot, extendedBallotTypes, type Support } from './ballot.ts'
import { ballotOutcome } from './ballotOutcome.ts'
import { memberBallot, memberBallotTypes, signedBallot } from './memberBallot.ts'
import { proposalId } from './proposalId.ts'
import { proposalState } from './proposalState.ts'
import { decodeRoles, encodeRoles } from './roles.ts'

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

test('outcomes have the names of the enum, and a number without one is refused', () => {
  expect(ballotOutcome(0)).toBe('counted')
  expect(ballotOutcome(6n)).toBe('invalidSignature')
  expect(() => ballotOutcome(7)).toThrow(expect.objectContaining({ code: 'unknown_ballot_outcome' }))
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
