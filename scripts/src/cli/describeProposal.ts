import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { decodeRoles } from '@commonweal/sdk/governance/roles'
import { roundId } from '@commonweal/sdk/identifiers/roundId'
import { matchingLimits } from '@commonweal/sdk/matching/matchingLimits'
import { decodeRules } from '@commonweal/sdk/policy/decodeRules'
import { describePolicy } from '@commonweal/sdk/policy/sentences/describePolicy'
import type { DecodedAction, KnownAction, TransferAction } from '@commonweal/sdk/proposals/action'
import type { TimelockRole } from '@commonweal/sdk/proposals/timelockRoles'
import { type Address, formatEther, isAddressEqual, zeroAddress, zeroHash } from 'viem'
import type { Proposal } from '../actions/readProposals.ts'
import { formatDuration, formatTime } from './formatTime.ts'

function roles(bits: number): string {
  try {
    const names = decodeRoles(bits)
    if (names.length === 0) return 'no role'
    return `the role${names.length === 1 ? '' : 's'} of ${names.join(' and ')}`
  } catch {
    return `roles ${bits}, which this program has no names for`
  }
}

/** What whoever holds a role of the timelock may do there. */
const timelockPowers: Readonly<Record<TimelockRole, string>> = {
  admin: 'give and take every other power over what the community decides',
  proposer: 'put into the timelock what is to be carried out in the community’s name',
  canceller: 'stop what waits in the timelock',
  executor: 'carry out what has waited in the timelock',
}

function describeTransfer(action: TransferAction): string {
  return action.kind === 'transferNative'
    ? `Send ${formatEther(action.amount)} of the chain's coin to ${action.to}.`
    : `Send ${action.amount} of the smallest units of the token ${action.token} to ${action.to}.`
}

function isNobody(account: Address): boolean {
  return isAddressEqual(account, zeroAddress)
}

/** The rules of a contract in sentences; those this program does not know are said to be so. */
function describeRules({ policyId, rules }: Extract<KnownAction, { kind: 'loosenPolicy' }>): string {
  try {
    const part = decodeRules(rules, { policyId, communityId: zeroHash, closedUntil: null })
    return describePolicy({ ...part, parents: [] }, 'en')
      .map(({ text }) => text)
      .join(' ')
  } catch (error) {
    if (error instanceof CommonwealError) return `WARNING: ${error.message}`
    throw error
  }
}

const scopes = [
  'adopt its models',
  'make models out of its own',
  'count its evaluations as recognised',
  'have its workers answer',
]

function describeGrant({
  to,
  scopes: bits,
  expiresAt,
  keepsOnRevocation,
}: Extract<KnownAction, { kind: 'setGrant' }>) {
  const granted = scopes.filter((_, bit) => (bits >> bit) & 1)
  if (bits === 0) return `Share nothing with the community ${to} any more.`
  const until = expiresAt === 0 ? '' : `, until ${formatTime(expiresAt)}`
  const keeps = keepsOnRevocation ? ' It keeps what it has adopted, whatever becomes of it here.' : ''
  return `Let the community ${to} ${granted.join(', ')}, and nothing else${until}.${keeps}`
}

/** Who may give, when, and of what: all that a round is, for good. */
function describeRound({ salt, terms }: Extract<KnownAction, { kind: 'openRound' }>): string {
  const { others, token, cap, minGift, leastPool, deposit, householdBound, undoPeriod, scaleUp } = terms
  const givers = ['its members', ...others.map((id) => `those of the community ${id}`)].join(' and ')
  return [
    `Open the round of quadratic funding ${roundId(terms.communityId, salt)} in the token ${token}, amounts in its smallest units:`,
    `${givers} give from ${formatTime(terms.givingFrom)} until ${formatTime(terms.givingUntil)}, at least ${minGift} to a project at once;`,
    `projects apply until giving begins${deposit === 0n ? '' : ` for a deposit of ${deposit}, which goes back`}, and are reviewed until ${formatTime(terms.reviewUntil)};`,
    `anyone settles it until ${formatTime(terms.expiresAt)}, or all get their money back.`,
    cap === 0n ? 'No project’s match is capped.' : `No project is matched with more than ${cap}.`,
    ...(leastPool === 0n
      ? []
      : [`Nothing comes of it where the pool does not hold ${leastPool} when giving begins.`]),
    ...(householdBound === matchingLimits.householdBound
      ? []
      : [`Pairs of one household count less, bounded by ${householdBound}.`]),
    ...(undoPeriod === 0 ? [] : [`A gift can be taken back within ${formatDuration(undoPeriod)}.`]),
    ...(scaleUp ? ['All of the pool is shared out, also where the matches come to less.'] : []),
    `The text for people has the sha256 ${terms.document}.`,
  ].join(' ')
}

/** A proposal's transaction in one sentence. */
export function describeAction(action: DecodedAction): string {
  switch (action.kind) {
    case 'approveVersion':
      return action.supersedesParent
        ? `Approve the model version ${action.versionId}: the community's workers may run it, in place of the one it descends from.`
        : `Approve the model version ${action.versionId}: the community's workers may run it.`
    case 'setEvaluator':
      return action.recognised
        ? `Give weight to what ${action.evaluator} reports about models.`
        : `Give no weight any more to what ${action.evaluator} reports about models.`
    case 'setEvaluationRequired':
      return action.required
        ? 'Approve no model without a report of an evaluator that the community recognises.'
        : 'Let models be approved without a report of an evaluator.'
    case 'loosenPolicy':
      return `Give the policy ${action.policyId} other rules, which may permit more; elders have to consent too. ${describeRules(action)}`
    case 'setCommercialGrant':
      return `Let ${action.account} ${action.granted ? '' : 'no longer '}use for gain what stands under the policy ${action.policyId}.`
    case 'setDerivativeApproval':
      return `Let the model version ${action.versionId} ${action.approved ? '' : 'no longer '}descend from what stands under the policy ${action.policyId}.`
    case 'setGrant':
      return describeGrant(action)
    case 'openRound':
      return describeRound(action)
    case 'cancelRound':
      return `Give up the round ${action.roundId}; all get back what they gave: ${JSON.stringify(action.reason)}.`
    case 'acceptProject':
      return `Let the project ${action.project} take part in the round ${action.roundId}, also where stewards have rejected it: ${JSON.stringify(action.reason)}.`
    case 'rejectProject':
      return `Let the project ${action.project} take no part in the round ${action.roundId}; its donors take back what they gave: ${JSON.stringify(action.reason)}.`
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
    case 'setVouching':
      return action.needed === 0
        ? 'Let nobody in by vouching any more.'
        : `Let in whom ${action.needed} members vouch for; a vouch counts for ${formatDuration(action.seconds)}.`
    case 'setRecoveryDelay':
      return `Let ${formatDuration(action.seconds)} pass before a member's lost key is replaced.`
    case 'supportRecovery':
      return `Move the membership of member ${action.memberId} to the new key ${action.to}, after the delay of recoveries.`
    case 'cancelRecovery':
      return `Stop every recovery of member ${action.memberId}'s key that is under way.`
    case 'transferNative':
    case 'transferToken':
      return describeTransfer(action)
    case 'relay':
      return `Of what lies with the Governor, by super-majority: ${describeTransfer(action.payment)}`
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
    case 'setProposalThreshold':
      return action.members === 1
        ? 'Let any member propose alone.'
        : `Ask for ${action.members} members together to propose.`
    case 'setReproposalCooldown':
      return `Keep what was voted down from being proposed again for ${formatDuration(action.seconds)}.`
    case 'setSuperMajorityBps':
      return `Make ${action.basisPoints / 100} % of the votes for and against a super-majority.`
    case 'setTimelock':
      return `Carry out what is decided through another timelock, ${action.timelock}. This takes a super-majority.`
    case 'setTreasuryCap':
      return action.basisPoints === 10_000
        ? 'Let an ordinary majority spend everything in the treasury.'
        : `Let an ordinary majority spend ${action.basisPoints / 100} % of the treasury in ${formatDuration(action.seconds)}.`
    case 'grantTimelockRole':
      return `Let ${action.account} ${timelockPowers[action.role]}. This takes a super-majority.`
    case 'revokeTimelockRole':
      return `Let ${action.account} no longer ${timelockPowers[action.role]}. This takes a super-majority.`
    case 'setCouncilThresholds':
      return `Ask for ${action.consent} of the elders for a consent that no policy asks for, and for ${action.veto} to veto.`
    case 'setVetoPower':
      return action.expiresAt === 0
        ? "End the elders' power to veto."
        : `Let the elders veto until ${formatTime(action.expiresAt)}.`
    case 'setTimelockDelay':
      return `Let ${formatDuration(Number(action.seconds))} pass between a passed vote and its execution.`
    case 'setCharter':
      return `Put a new charter in force (${action.charterURI}, sha256 ${action.charterDigest}).`
    case 'setGovernor':
      return isNobody(action.governor)
        ? 'Point readers to no Governor.'
        : `Point readers to another Governor, ${action.governor}.`
    case 'setCouncil':
      return isNobody(action.council)
        ? 'Have no council of elders any more.'
        : `Let the elders act through another council, ${action.council}.`
    case 'offerAuthority':
      return isNobody(action.to)
        ? 'Take back the offer of the community to another authority.'
        : `Offer the whole community to ${action.to}: once it accepts, it alone acts in the community's name.`
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
      return executableAt === 0
        ? 'Taken back by its proposer.'
        : 'Stopped by the elders while it waited in the timelock.'
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
