import { decodeRoles } from '@commonweal/sdk/governance/roles'
import type { DecodedAction } from '@commonweal/sdk/proposals/action'
import { formatEther } from 'viem'
import type { Proposal } from '../actions/readProposals.ts'
import { formatDuration, formatTime } from './formatTime.ts'

function roles(bits: number): string {
  try {
    const names = decodeRoles(bits)
    return names.length === 0 ? 'no role' : names.join(' and ')
  } catch {
    return `roles ${bits}, which this program has no names for`
  }
}

/** A proposal's transaction in one sentence. */
export function describeAction(action: DecodedAction): string {
  switch (action.kind) {
    case 'approveVersion':
      return `Approve the model version ${action.versionId}: the community's workers may run it.`
    case 'suspendVersion':
      return `Suspend the model version ${action.versionId}: ${JSON.stringify(action.reason)}.`
    case 'restoreVersion':
      return `Lift the suspension of the model version ${action.versionId}.`
    case 'revokeVersion':
      return `Revoke the model version ${action.versionId} for good: ${JSON.stringify(action.reason)}.`
    case 'admitMember':
      return `Admit ${action.account} as a member with ${roles(action.roles)}.`
    case 'removeMember':
      return `Remove ${action.account} from the members: ${JSON.stringify(action.reason)}.`
    case 'setRoles':
      return `Give the member ${action.account} ${roles(action.roles)}, in place of its present roles.`
    case 'transferNative':
      return `Send ${formatEther(action.amount)} of the chain's coin to ${action.to}.`
    case 'setVotingDelay':
      return `Let ${formatDuration(action.seconds)} pass between a proposal and its voting.`
    case 'setVotingPeriod':
      return `Let voting last ${formatDuration(action.seconds)}.`
    case 'setLateQuorumVoteExtension':
      return `Keep voting open for ${formatDuration(action.seconds)} after the vote that completes the quorum.`
    case 'setQuorumBps':
      return `Ask ${action.basisPoints / 100} % of the members to take part.`
    case 'setMinimumVoters':
      return `Ask at least ${action.voters} members to vote.`
    case 'setTimelockDelay':
      return `Let ${formatDuration(Number(action.seconds))} pass between a passed vote and its execution.`
    case 'setCharter':
      return `Put a new charter in force (${action.charterURI}, sha256 ${action.charterDigest}).`
    case 'setGovernor':
      return `Point readers to another Governor, ${action.governor}.`
    case 'offerAuthority':
      return `Offer the whole community to ${action.to}: once it accepts, it alone acts in the community's name.`
    case 'acceptAuthority':
      return `Take over the community ${action.communityId}.`
    case 'unknown':
      return `WARNING: a call this program cannot read, to ${action.target} with ${formatEther(action.value)} of the chain's coin and the data ${action.calldata}.`
  }
}

/** Where a proposal stands and what comes next, by the chain's time `now` in Unix seconds. */
export function describeState(proposal: Proposal, now: number): string {
  const { state, voteStart, voteEnd, executableAt, proposalId } = proposal
  switch (state) {
    case 'Pending':
      return `Voting opens in ${formatDuration(voteStart + 1 - now)}, at ${formatTime(voteStart + 1)}.`
    case 'Active':
      return `Voting is open for another ${formatDuration(voteEnd - now)}, until ${formatTime(voteEnd)}.`
    case 'Canceled':
      return 'Canceled by its proposer.'
    case 'Defeated':
      return 'Not passed.'
    case 'Succeeded':
      return `Passed. Anyone can queue it now: proposal queue ${proposalId}`
    case 'Queued':
      return executableAt > now
        ? `Passed and queued. It can be executed in ${formatDuration(executableAt - now)}, from ${formatTime(executableAt)}.`
        : `Passed and queued. Anyone can execute it now: proposal execute ${proposalId}`
    case 'Expired':
      return 'Passed, but not executed in time.'
    case 'Executed':
      return 'Passed and executed.'
  }
}

/** The count, against what it needs. */
export function describeVotes(proposal: Proposal): string {
  const { forVotes, againstVotes, abstainVotes, neededVotes, voters, neededVoters } = proposal
  return `${forVotes} for, ${againstVotes} against, ${abstainVotes} abstaining (needs more for than against, ${neededVotes} for or abstaining, and ${neededVoters} voters; ${voters} voted)`
}
