import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { type Address, isAddressEqual, type Log, parseEventLogs } from 'viem'
import { CommonwealError } from '../errors/CommonwealError.ts'
import type { BallotFile } from './ballotFile.ts'
import { type BallotOutcome, ballotOutcome } from './ballotOutcome.ts'

/** What each outcome means to whoever signed the ballot. */
export const outcomeSentences: Readonly<Record<BallotOutcome, string>> = {
  counted: 'The vote is counted.',
  notActive: 'There is no such proposal, or its voting has not begun or is over.',
  expired: "The ballot's own deadline has passed.",
  unknownSupport: 'It is neither for, against nor abstaining.',
  noVote:
    'The voter has no vote on this proposal: it joined too late, left too early, or never was a member.',
  alreadyVoted: 'The voter has voted already, and that vote stands.',
  invalidSignature: 'It is not signed by the voter, or it was signed for something else.',
  delegateVoted: 'The voter had lent its vote, and its delegate has cast it.',
}

/** What became of a ballot. */
export type DescribedOutcome<Ballot extends BallotFile = BallotFile> = {
  ballot: Ballot
  outcome: BallotOutcome
  /** How many votes it brought: its own, and those lent to its voter. Zero unless counted. */
  votes: number
  /** {@link outcomeSentences}. */
  sentence: string
}

/** An outcome of {@link ballotOutcomes} in words. */
export function describeOutcome<Ballot extends BallotFile>(
  ballot: Ballot,
  outcome: BallotOutcome,
  votes = 0,
): DescribedOutcome<Ballot> {
  return { ballot, outcome, votes, sentence: outcomeSentences[outcome] }
}

/**
 * Tells what became of each ballot of a batch, from the events of the transaction that brought it in.
 *
 * @param ballots As they stood in the batch.
 * @param logs Of the transaction's receipt; events of other contracts are passed over.
 * @throws CommonwealError `unknown_ballot_outcome` where the events say nothing of a ballot: it is another transaction's.
 */
export function describeOutcomes<Ballot extends BallotFile>(
  ballots: readonly Ballot[],
  logs: readonly Log[],
  governor: Address,
): DescribedOutcome<Ballot>[] {
  const own = logs.filter((log) => isAddressEqual(log.address, governor))
  const events = parseEventLogs({
    abi: communityGovernorAbi,
    eventName: ['VoteCast', 'BallotSkipped'],
    logs: own,
  })
  const skipped = new Map<string, BallotOutcome>()
  const cast = new Map<string, number>()
  for (const { eventName, args } of events) {
    if (eventName === 'BallotSkipped') {
      skipped.set(`${args.position} ${args.proposalId} ${args.voter}`, ballotOutcome(args.outcome))
    } else cast.set(`${args.proposalId} ${args.voter}`, Number(args.weight))
  }
  return ballots.map((ballot, position) => {
    const vote = `${ballot.proposalId} ${ballot.voter}`
    const outcome = skipped.get(`${position} ${vote}`)
    if (outcome !== undefined) return describeOutcome(ballot, outcome)
    const votes = cast.get(vote)
    if (votes === undefined) {
      throw new CommonwealError(
        `The transaction says nothing of the ballot of ${ballot.voter} on proposal ${ballot.proposalId}.`,
        {
          code: 'unknown_ballot_outcome',
          details: { voter: ballot.voter, proposalId: ballot.proposalId.toString(), position },
          next: 'Look whether the vote is counted before bringing it in again.',
        },
      )
    }
    return describeOutcome(ballot, 'counted', votes)
  })
}
