import { Address, BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { MemberAccount, PendingExecution, Proposal, StatusChange, Vote } from '../generated/schema'
import {
  BallotOpened,
  ProposalCanceled,
  ProposalCreated,
  ProposalExecuted,
  ProposalExtended,
  ProposalQueued,
  VoteCast,
} from '../generated/templates/CommunityGovernor/CommunityGovernor'
import { memberAccountKey, proposalKey } from './identifiers'
import { currentCommunity } from './watchedContract'

const AGAINST = 0
const FOR = 1
const ABSTAIN = 2

export function handleProposalCreated(event: ProposalCreated): void {
  const communityId = currentCommunity()
  const proposal = new Proposal(proposalKey(event.address, event.params.proposalId))
  proposal.proposalId = event.params.proposalId
  proposal.community = communityId
  proposal.governor = event.address
  proposal.proposer = event.params.proposer
  proposal.proposerMember = memberOf(communityId, event.params.proposer)
  proposal.description = event.params.description
  proposal.targets = event.params.targets.map<Bytes>((target) => target)
  proposal.values = event.params.values
  proposal.calldatas = event.params.calldatas
  proposal.createdAt = event.block.timestamp
  proposal.voteStart = event.params.voteStart
  proposal.voteEnd = event.params.voteEnd
  proposal.state = 'CREATED'
  proposal.forVotes = BigInt.zero()
  proposal.againstVotes = BigInt.zero()
  proposal.abstainVotes = BigInt.zero()
  proposal.voters = 0
  proposal.createdTransaction = event.transaction.hash
  proposal.save()
}

export function handleBallotOpened(event: BallotOpened): void {
  const proposal = loadProposal(event.address, event.params.proposalId)
  proposal.electorate = event.params.electorate
  proposal.quorum = event.params.quorum
  proposal.minimumVoters = event.params.minimumVoters
  proposal.save()
}

export function handleProposalExtended(event: ProposalExtended): void {
  const proposal = loadProposal(event.address, event.params.proposalId)
  proposal.voteEnd = event.params.extendedDeadline
  proposal.save()
}

export function handleVoteCast(event: VoteCast): void {
  const proposal = loadProposal(event.address, event.params.proposalId)
  const support = event.params.support
  const weight = event.params.weight
  if (support == AGAINST) proposal.againstVotes = proposal.againstVotes.plus(weight)
  else if (support == FOR) proposal.forVotes = proposal.forVotes.plus(weight)
  else if (support == ABSTAIN) proposal.abstainVotes = proposal.abstainVotes.plus(weight)
  proposal.voters = proposal.voters + 1
  proposal.save()

  const vote = new Vote(proposal.id + '-' + event.params.voter.toHexString())
  vote.proposal = proposal.id
  vote.voter = event.params.voter
  vote.member = memberOf(proposal.community, event.params.voter)
  vote.support = support
  vote.weight = weight
  vote.reason = event.params.reason
  vote.at = event.block.timestamp
  vote.transaction = event.transaction.hash
  vote.save()
}

export function handleProposalQueued(event: ProposalQueued): void {
  const proposal = loadProposal(event.address, event.params.proposalId)
  proposal.state = 'QUEUED'
  proposal.eta = event.params.etaSeconds
  proposal.queuedAt = event.block.timestamp
  proposal.queuedTransaction = event.transaction.hash
  proposal.save()
}

export function handleProposalExecuted(event: ProposalExecuted): void {
  const proposal = loadProposal(event.address, event.params.proposalId)
  proposal.state = 'EXECUTED'
  proposal.executedAt = event.block.timestamp
  proposal.executedTransaction = event.transaction.hash
  proposal.save()
  claimChanges(event, proposal)
}

export function handleProposalCanceled(event: ProposalCanceled): void {
  const proposal = loadProposal(event.address, event.params.proposalId)
  proposal.state = 'CANCELED'
  proposal.canceledAt = event.block.timestamp
  proposal.canceledTransaction = event.transaction.hash
  proposal.save()
}

/**
 * Several proposals may be executed in one transaction, by whoever bundles them: each takes what its own community
 * changed before it and no earlier one took.
 */
function claimChanges(event: ethereum.Event, proposal: Proposal): void {
  const pending = PendingExecution.load(event.transaction.hash)
  if (pending == null) return

  const left: Bytes[] = []
  for (let i = 0; i < pending.changes.length; i++) {
    const change = StatusChange.load(pending.changes[i])!
    if (change.community == proposal.community) {
      change.proposal = proposal.id
      change.save()
    } else {
      left.push(change.id)
    }
  }
  pending.changes = left
  pending.save()
}

function loadProposal(governor: Address, proposalId: BigInt): Proposal {
  return Proposal.load(proposalKey(governor, proposalId))!
}

function memberOf(communityId: Bytes, account: Address): Bytes | null {
  const known = MemberAccount.load(memberAccountKey(communityId, account))
  return known == null ? null : known.member
}
