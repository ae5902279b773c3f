import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { type Address, encodeAbiParameters, encodeEventTopics, type Log, numberToHex } from 'viem'
import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { type BallotFile, ballotFile } from './ballotFile.ts'
import { ballotOutcomes } from './ballotOutcome.ts'
import { describeOutcomes, outcomeSentences } from './describeOutcomes.ts'

const governor = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const stranger = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'
const address = (index: number): Address => numberToHex(index, { size: 20 })
const ballot = (proposalId: bigint, voter: number): BallotFile =>
  ballotFile(
    { chainId: 1, governor },
    { proposalId, support: 'for', voter: address(voter), reason: '', deadline: 1n },
    '0x',
  )
const log = (topics: unknown, data: `0x${string}`, from: Address = governor) =>
  ({ address: from, topics, data }) as Log

function cast(proposalId: bigint, voter: number, weight: bigint, from?: Address): Log {
  return log(
    encodeEventTopics({
      abi: communityGovernorAbi,
      eventName: 'VoteCast',
      args: { voter: address(voter) },
    }),
    encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'uint8' }, { type: 'uint256' }, { type: 'string' }],
      [proposalId, 1, weight, ''],
    ),
    from,
  )
}

function skip(proposalId: bigint, voter: number, position: bigint, outcome: number, from?: Address): Log {
  return log(
    encodeEventTopics({
      abi: communityGovernorAbi,
      eventName: 'BallotSkipped',
      args: { proposalId, voter: address(voter) },
    }),
    encodeAbiParameters([{ type: 'uint256' }, { type: 'uint8' }], [position, outcome]),
    from,
  )
}

test('each ballot gets its own outcome, though a voter has several', () => {
  const ballots = [ballot(1n, 1), ballot(1n, 2), ballot(1n, 1), ballot(2n, 1), ballot(2n, 3)]
  const logs = [
    cast(1n, 1, 3n),
    skip(1n, 2, 1n, 7),
    skip(1n, 1, 2n, 5),
    cast(2n, 1, 1n),
    skip(2n, 3, 4n, 6),
    // Whatever another contract says, it says nothing of these.
    cast(1n, 2, 9n, stranger),
    skip(1n, 1, 0n, 1, stranger),
  ]
  expect(
    describeOutcomes(ballots, logs, governor).map(({ outcome, votes, sentence }) => [
      outcome,
      votes,
      sentence,
    ]),
  ).toEqual([
    ['counted', 3, outcomeSentences.counted],
    ['delegateVoted', 0, outcomeSentences.delegateVoted],
    ['alreadyVoted', 0, outcomeSentences.alreadyVoted],
    ['counted', 1, outcomeSentences.counted],
    ['invalidSignature', 0, outcomeSentences.invalidSignature],
  ])
  expect(describeOutcomes(ballots, logs, governor)[3]?.ballot).toBe(ballots[3])
})

test('a ballot of which the events say nothing is not taken for one that counted', () => {
  expect(() => describeOutcomes([ballot(1n, 1)], [cast(2n, 1, 1n)], governor)).toThrow(
    expect.objectContaining({
      code: 'unknown_ballot_outcome',
      details: expect.objectContaining({ position: 0 }),
    }),
  )
})

test('every outcome has a sentence of its own', () => {
  const sentences = ballotOutcomes.map((outcome) => outcomeSentences[outcome])
  expect(new Set(sentences).size).toBe(ballotOutcomes.length)
  expect(sentences.every((sentence) => /^[A-Z].*\.$/.test(sentence))).toBe(true)
})

test('a ballot that is not told of is named, with what to do', () => {
  expect(refusalOf(() => describeOutcomes([ballot(1n, 2)], [], governor))).toStrictEqual({
    code: 'unknown_ballot_outcome',
    message: `The transaction says nothing of the ballot of ${address(2)} on proposal 1.`,
    next: 'Look whether the vote is counted before bringing it in again.',
    details: { voter: address(2), proposalId: '1', position: 0 },
  })
})
