import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import fc from 'fast-check'
import { type Address, encodeFunctionData, numberToHex, size } from 'viem'
import { expect, test } from 'vitest'
import { type BallotFile, ballotFile } from './ballotFile.ts'
import { signedBallot } from './memberBallot.ts'
import { defaultBatchBytes, prepareBatch } from './prepareBatch.ts'

const governor = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const address = (index: number): Address => numberToHex(index, { size: 20 })
const limits = { gas: 30_000_000n, bytes: defaultBatchBytes }

function ballot(
  proposalId: number,
  voter: number,
  more: { support?: 'for' | 'against'; reason?: string; signatureBytes?: number } = {},
): BallotFile {
  return ballotFile(
    { chainId: 1, governor },
    {
      proposalId: BigInt(proposalId),
      support: more.support ?? 'for',
      voter: address(voter),
      reason: more.reason ?? '',
      deadline: 1n,
    },
    `0x${'ab'.repeat(more.signatureBytes ?? 65)}`,
  )
}
const names = (ballots: readonly BallotFile[]) =>
  ballots.map((each) => [Number(each.proposalId), Number(each.voter)])

test('ballots on one proposal stand together, in the order in which they came', () => {
  const given = [ballot(2, 1), ballot(1, 1), ballot(2, 3), ballot(1, 2), ballot(2, 2)]
  const { batches, duplicates } = prepareBatch(given, { limits })
  expect(batches.map((batch) => names(batch.ballots))).toEqual([
    [
      [2, 1],
      [2, 3],
      [2, 2],
      [1, 1],
      [1, 2],
    ],
  ])
  expect(duplicates).toEqual([])
})

test("of a voter's ballots on one proposal the first is taken, and the others say why not", () => {
  const [first, again, contrary, elsewhere] = [
    ballot(1, 1),
    ballot(1, 1, { reason: 'again' }),
    ballot(1, 1, { support: 'against' }),
    ballot(2, 1, { support: 'against' }),
  ] as const
  const { batches, duplicates } = prepareBatch([first, again, contrary, elsewhere], { limits })
  expect(batches[0]?.ballots).toEqual([first, elsewhere])
  expect(duplicates).toEqual([
    {
      ballot: again,
      taken: first,
      agrees: true,
      reason: 'the same voter has voted the same way with a ballot before it',
    },
    {
      ballot: contrary,
      taken: first,
      agrees: false,
      reason: 'the same voter has voted for with a ballot before it; remove the one that is not meant',
    },
  ])
})

test('who has lent a vote comes before whoever it is lent to, however they came', () => {
  const lentTo: Record<number, number> = { 3: 1, 4: 3, 5: 6, 6: 5, 7: 99 }
  const delegateOf = (each: BallotFile) => {
    const delegate = lentTo[Number(each.voter)]
    return delegate === undefined ? undefined : address(delegate)
  }
  const given = [1, 2, 3, 4, 5, 6, 7].map((voter) => ballot(1, voter))
  const { batches } = prepareBatch(given, { limits, delegateOf })
  expect(names(batches[0]?.ballots ?? []).map(([, voter]) => voter)).toEqual([4, 3, 1, 2, 6, 5, 7])
})

test('a batch is parted where it would take more than a block holds', () => {
  const given = Array.from({ length: 5 }, (_, index) => ballot(1, index))
  // Three ballots: 21,000 + 60,000 + 3 * 20,000.
  const parted = (gas: bigint) =>
    prepareBatch(given, { limits: { ...limits, gas } }).batches.map((batch) => [
      batch.ballots.length,
      batch.gas,
    ])
  expect(parted(181_000n)).toEqual([[5, 181_000n]])
  expect(parted(180_999n)).toEqual([
    [4, 161_000n],
    [1, 101_000n],
  ])
  expect(parted(141_000n)).toEqual([
    [3, 141_000n],
    [2, 121_000n],
  ])
  // A single ballot that takes more than all has to be tried alone.
  expect(parted(1n)).toHaveLength(5)
})

test('another proposal, a contract that checks a signature, and long texts take more gas', () => {
  const gas = (ballots: BallotFile[], contract = false) =>
    prepareBatch(ballots, { limits, isContract: () => contract }).batches[0]?.gas ?? 0n
  const one = gas([ballot(1, 1)])
  expect(one).toBe(101_000n)
  expect(gas([ballot(1, 1), ballot(2, 1)]) - one).toBe(80_000n)
  expect(gas([ballot(1, 1)], true) - one).toBe(410_000n)
  expect(gas([ballot(1, 1, { reason: 'ñ' })]) - one).toBe(120n)
  expect(gas([ballot(1, 1, { signatureBytes: 66 })]) - one).toBe(60n)
  expect(gas([ballot(1, 1, { signatureBytes: 0 })]) - one).toBe(0n)
})

test('a batch is parted where nodes would refuse its size, which is the size of the call', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ reason: fc.string({ maxLength: 80 }), signatureBytes: fc.nat(100) }), {
        minLength: 1,
        maxLength: 20,
      }),
      fc.integer({ min: 500, max: 5_000 }),
      (each, bytes) => {
        const given = each.map((more, index) => ballot(1, index, more))
        const { batches } = prepareBatch(given, { limits: { ...limits, bytes } })
        expect(batches.flatMap((batch) => batch.ballots)).toEqual(given)
        for (const batch of batches) {
          const data = encodeFunctionData({
            abi: communityGovernorAbi,
            functionName: 'castVotesBySig',
            args: [batch.ballots.map(({ signature, ...message }) => signedBallot(message, signature))],
          })
          expect(batch.bytes).toBe(size(data))
          expect(batch.bytes <= bytes || batch.ballots.length === 1).toBe(true)
        }
        for (const [index, batch] of batches.slice(1).entries()) {
          const before = batches[index]?.bytes ?? 0
          const next = prepareBatch(batch.ballots.slice(0, 1), { limits }).batches[0]?.bytes ?? 0
          expect(before + next - (4 + 64)).toBeGreaterThan(bytes)
        }
      },
    ),
  )
})

test('nothing makes no batch', () => {
  expect(prepareBatch([], { limits })).toEqual({ batches: [], duplicates: [] })
})
