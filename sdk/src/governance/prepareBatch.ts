import { type Address, size, stringToBytes } from 'viem'
import type { BallotFile } from './ballotFile.ts'

/** What one transaction may take. */
export type BatchLimits = {
  /** Gas: what a block of the chain holds, less some for others. */
  gas: bigint
  /** Bytes of calldata: most nodes refuse transactions of more than 128 KiB. */
  bytes: number
}

/** A batch that the Governor takes in one transaction. */
export type Batch<Ballot extends BallotFile = BallotFile> = {
  ballots: Ballot[]
  /** Of what it will take at most, roughly: the chain's own estimate has the last word. */
  gas: bigint
  bytes: number
}

/** A ballot left out, because the same voter's other one on the same proposal is taken. */
export type Duplicate<Ballot extends BallotFile = BallotFile> = {
  ballot: Ballot
  taken: Ballot
  /** Whether both vote the same way. */
  agrees: boolean
  /** Why it was left out, in words. */
  reason: string
}

/** Bytes of calldata below the 128 KiB at which most nodes refuse a transaction, with room for its envelope. */
export const defaultBatchBytes = 126_976

/** Gas of any transaction, and of the first ballot on a proposal. */
const transactionGas = 21_000n
const proposalGas = 60_000n
/** Gas of a ballot, and of a byte of its reason or signature beyond the usual 65. */
const ballotGas = 20_000n
const byteGas = 60n
/** What a voter that is a contract gets to check its signature, with what has to be left beside it. */
const contractGas = 410_000n

/** ABI words of a ballot besides its reason and signature: its offset, its six fields and two lengths. */
const ballotWords = 9

const padded = (bytes: number) => Math.ceil(bytes / 32) * 32

function bytesOf(ballot: BallotFile): number {
  return ballotWords * 32 + padded(stringToBytes(ballot.reason).length) + padded(size(ballot.signature))
}

function gasOf(ballot: BallotFile, contract: boolean): bigint {
  const long = stringToBytes(ballot.reason).length + Math.max(0, size(ballot.signature) - 65)
  return ballotGas + byteGas * BigInt(long) + (contract ? contractGas : 0n)
}

const voteOf = ({ proposalId, voter }: { proposalId: bigint; voter: Address }) =>
  `${proposalId} ${voter.toLowerCase()}`

/** Who has lent a vote comes before whoever it is lent to: cast in this order both count, in the other only one does. */
function lendersFirst<Ballot extends BallotFile>(
  ballots: readonly Ballot[],
  delegateOf: (ballot: Ballot) => Address | undefined,
): Ballot[] {
  const lenders = new Map<string, Ballot[]>()
  for (const ballot of ballots) {
    const delegate = delegateOf(ballot)?.toLowerCase()
    if (delegate !== undefined) lenders.set(delegate, [...(lenders.get(delegate) ?? []), ballot])
  }
  const ordered = new Set<Ballot>()
  const entered = new Set<Ballot>()
  const place = (ballot: Ballot): void => {
    // Two members may have lent to each other: whoever comes first is placed last.
    if (entered.has(ballot)) return
    entered.add(ballot)
    for (const lender of lenders.get(ballot.voter.toLowerCase()) ?? []) place(lender)
    ordered.add(ballot)
  }
  for (const ballot of ballots) place(ballot)
  return [...ordered]
}

/**
 * Puts checked ballots in the order that costs least and loses nobody's vote, and parts them into transactions. Ballots
 * on one proposal stand together, in the order in which the proposals first appear. Of a voter's ballots on one
 * proposal the first is taken, as the Governor would.
 *
 * @param limits What one transaction may take. A single ballot that takes more gets one of its own.
 * @param isContract Whether the voter's signature has to be checked by a contract, which costs more.
 * @param delegateOf Whom the voter had lent its vote to when the proposal was made; undefined for nobody.
 */
export function prepareBatch<Ballot extends BallotFile>(
  ballots: readonly Ballot[],
  {
    limits,
    isContract = () => false,
    delegateOf = () => undefined,
  }: {
    limits: BatchLimits
    isContract?: (ballot: Ballot) => boolean
    delegateOf?: (ballot: Ballot) => Address | undefined
  },
): { batches: Batch<Ballot>[]; duplicates: Duplicate<Ballot>[] } {
  const taken = new Map<string, Ballot>()
  const duplicates: Duplicate<Ballot>[] = []
  for (const ballot of ballots) {
    const first = taken.get(voteOf(ballot))
    if (first === undefined) {
      taken.set(voteOf(ballot), ballot)
      continue
    }
    const agrees = ballot.support === first.support
    duplicates.push({
      ballot,
      taken: first,
      agrees,
      reason: agrees
        ? 'the same voter has voted the same way with a ballot before it'
        : `the same voter has voted ${first.support} with a ballot before it; remove the one that is not meant`,
    })
  }

  const byProposal = new Map<bigint, Ballot[]>()
  for (const ballot of taken.values()) {
    byProposal.set(ballot.proposalId, [...(byProposal.get(ballot.proposalId) ?? []), ballot])
  }

  const batches: Batch<Ballot>[] = []
  for (const together of byProposal.values()) {
    for (const ballot of lendersFirst(together, delegateOf))
      addTo(batches, ballot, limits, isContract(ballot))
  }
  return { batches, duplicates }
}

/** Selector, offset of the list and its length. */
const emptyBytes = 4 + 2 * 32

function addTo<Ballot extends BallotFile>(
  batches: Batch<Ballot>[],
  ballot: Ballot,
  limits: BatchLimits,
  contract: boolean,
): void {
  const own = gasOf(ballot, contract)
  const bytes = bytesOf(ballot)
  const last = batches.at(-1)
  const joins = last?.ballots.at(-1)?.proposalId === ballot.proposalId
  const gas = own + (joins ? 0n : proposalGas)
  if (last !== undefined && last.gas + gas <= limits.gas && last.bytes + bytes <= limits.bytes) {
    last.ballots.push(ballot)
    last.gas += gas
    last.bytes += bytes
    return
  }
  batches.push({
    ballots: [ballot],
    gas: transactionGas + proposalGas + own,
    bytes: emptyBytes + bytes,
  })
}
