import { Address, BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  GovernorSettings,
  Operation,
  PendingExecution,
  Proposal,
  Sponsorship,
  StatusChange,
  Vote,
} from '../generated/schema'
import {
  BallotOpened,
  LateQuorumVoteExtensionSet,
  MinimumVotersSet,
  OperationAssigned,
  ProposalCanceled,
  ProposalCreated,
  ProposalExecuted,
  ProposalExtended,
  ProposalQueued,
  ProposalSponsored,
  ProposalThresholdSet,
  QuorumBpsSet,
  ReproposalCooldownSet,
  SuperMajorityBpsSet,
  TimelockChange,
  VoteCast,
  VotingDelaySet,
  VotingPeriodSet,
} from '../generated/templates/CommunityGovernor/CommunityGovernor'
import { operationKey, proposalKey } from './identifiers'
import { memberOf } from './memberOf'
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

export function handleOperationAssigned(event: OperationAssigned): void {
  const proposal = loadProposal(event.address, event.params.proposalId)
  proposal.operationId = event.params.operationId
  proposal.save()

  const key = operationKey(proposal.community, event.params.operationId)
  // An operation is bound to its Governor and description: a second proposal of it would be an imitation.
  if (Operation.load(key) != null) return
  const operation = new Operation(key)
  operation.proposal = proposal.id
  operation.save()
}

export function handleProposalSponsored(event: ProposalSponsored): void {
  const proposal = loadProposal(event.address, event.params.proposalId)
  const sponsorship = new Sponsorship(proposal.id + '-' + event.params.sponsor.toHexString())
  sponsorship.proposal = proposal.id
  sponsorship.sponsor = event.params.sponsor
  sponsorship.member = memberOf(proposal.community, event.params.sponsor)
  sponsorship.save()
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

export function handleTimelockChange(event: TimelockChange): void {
  const settings = settingsOf(event.address)
  settings.timelock = event.params.newTimelock
  settings.save()
}

export function handleVotingDelaySet(event: VotingDelaySet): void {
  const settings = settingsOf(event.address)
  settings.votingDelay = event.params.newVotingDelay
  settings.save()
}

export function handleVotingPeriodSet(event: VotingPeriodSet): void {
  const settings = settingsOf(event.address)
  settings.votingPeriod = event.params.newVotingPeriod
  settings.save()
}

export function handleLateQuorumVoteExtensionSet(event: LateQuorumVoteExtensionSet): void {
  const settings = settingsOf(event.address)
  settings.lateQuorumVoteExtension = event.params.newVoteExtension
  settings.save()
}

export function handleQuorumBpsSet(event: QuorumBpsSet): void {
  const settings = settingsOf(event.address)
  settings.quorumBps = event.params.newQuorumBps.toI32()
  settings.save()
}

export function handleMinimumVotersSet(event: MinimumVotersSet): void {
  const settings = settingsOf(event.address)
  settings.minimumVoters = event.params.newMinimumVoters
  settings.save()
}

export function handleProposalThresholdSet(event: ProposalThresholdSet): void {
  const settings = settingsOf(event.address)
  settings.proposalThreshold = event.params.newProposalThreshold.toI32()
  settings.save()
}

export function handleReproposalCooldownSet(event: ReproposalCooldownSet): void {
  const settings = settingsOf(event.address)
  settings.reproposalCooldown = event.params.newReproposalCooldown
  settings.save()
}

export function handleSuperMajorityBpsSet(event: SuperMajorityBpsSet): void {
  const settings = settingsOf(event.address)
  settings.superMajorityBps = event.params.newSuperMajorityBps.toI32()
  settings.save()
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

function settingsOf(governor: Address): GovernorSettings {
  return GovernorSettings.load(governor)!
}
