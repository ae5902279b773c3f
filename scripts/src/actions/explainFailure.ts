import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { federationAbi } from '@commonweal/contracts/abi/Federation'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { proposalState, proposalStates } from '@commonweal/sdk/governance/proposalState'
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  decodeErrorResult,
  type Hex,
  HttpRequestError,
  InsufficientFundsError,
  isHex,
  parseAbi,
  RawContractError,
  RpcRequestError,
  TimeoutError,
} from 'viem'
import { ChainError } from './ChainError.ts'
import { redactUrl } from './redactUrl.ts'

/** Every custom error of every contract: what one contract reverts with may come from another that it called. */
const errorsAbi: Abi = [
  communityFactoryAbi,
  communityGovernorAbi,
  communityRegistryAbi,
  communityTimelockAbi,
  culturalProtocolsAbi,
  elderCouncilAbi,
  federationAbi,
  membershipAbi,
  modelRegistryAbi,
  quadraticFundingAbi,
  // ERC-6093: what tokens refuse with.
  parseAbi([
    'error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)',
    'error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)',
  ]),
].flatMap((abi) => (abi as Abi).filter((item) => item.type === 'error'))

const statuses = [
  'not on record',
  'submitted',
  'waiting for consent',
  'consented',
  'approved',
  'suspended',
  'revoked',
  'withdrawn',
  'superseded by a later version',
  'withheld by the community it comes from',
]
const settings = [
  'voting delay',
  'voting period',
  'late-quorum extension',
  'quorum',
  'number of members it takes to propose',
  'time of rest after a defeat',
  'share of a super-majority',
]

const roundPhases = [
  'not on record',
  'open for applications',
  'open for giving',
  'in review',
  'waiting for anyone to finalize it',
  'finalized',
  'expired',
  'cancelled',
]
const projectStatuses = [
  'not on record',
  'waiting for a review',
  'accepted',
  'rejected',
  'withdrawn by its applicant',
  'paid already',
]

type Sentence = { message: string; next?: string }
type Argument = readonly unknown[]

/** The states that a bitmap of OpenZeppelin's Governor allows, in words. */
function allowedStates(bitmap: unknown): string {
  return proposalStates.filter((_, index) => (BigInt(bitmap as Hex) >> BigInt(index)) & 1n).join(' or ')
}

const superMajority: Sentence = {
  message: 'This takes a super-majority of the votes for and against, and did not have it.',
  next: 'Find more support and propose it again.',
}

/** A moment of the chain (Unix seconds) in UTC. */
function formatMoment(seconds: unknown): string {
  return new Date(Number(seconds) * 1000).toISOString()
}

/** A duration in seconds, in days where it is whole ones. */
function formatSpan(seconds: unknown): string {
  const days = Number(seconds) / 86_400
  return Number.isInteger(days) && days > 0 ? `${days} day${days === 1 ? '' : 's'}` : `${seconds} seconds`
}

const askAgain: Sentence = {
  message: 'The signature does not hold: it is of another key, or for something else.',
  next: 'Have it signed again.',
}

const onlyByVote = (caller: unknown): Sentence => ({
  message: `${caller} may not do this; only the community may, by vote.`,
  next: 'Make a proposal: proposal create.',
})

const sentences: Readonly<Record<string, (args: Argument) => Sentence>> = {
  CommunityFactory_InvalidFloors: () => ({
    message: 'With these least values a community could never vote, or would have none at all.',
    next: 'Deploy the factory with others.',
  }),
  CommunityFactory_InvalidImplementation: ([implementation]) => ({
    message: `${implementation} is no implementation for this factory: it belongs to another registry, or holds no code.`,
    next: 'Deploy the contracts together.',
  }),
  CommunityFactory_NoFounders: () => ({
    message: 'A community needs at least one founder.',
    next: 'Name the founders in the file.',
  }),
  CommunityFactory_InvalidName: ([length]) => ({
    message: `The community's name has ${length} bytes; it needs 1 to 64.`,
    next: 'Choose a shorter name.',
  }),
  CommunityGovernor_NotMember: ([account]) => ({
    message: `${account} is not a member of the community (or joined only just now).`,
    next: "Use a member's key.",
  }),
  CommunityGovernor_TooManyOpen: ([account, most]) => ({
    message: `${account} has ${most} open proposals already.`,
    next: 'Wait until one of them is decided, or cancel one.',
  }),
  CommunityGovernor_NoVote: ([, account]) => ({
    message: `${account} has no vote on this proposal: only members who had joined before it was made, and had not left when voting began, have one.`,
    next: "Use a member's key.",
  }),
  CommunityGovernor_OutOfBounds: ([setting, value, least, most]) => ({
    message: `The ${settings[Number(setting)] ?? 'setting'} of ${value} is outside ${least} to ${most}, the bounds no community can leave.`,
    next: 'Choose a value inside the bounds.',
  }),
  CommunityGovernor_DelegateHasVoted: ([, account]) => ({
    message: `${account} had lent its vote, and its delegate has cast it on this proposal.`,
    next: 'Take the vote back to cast it oneself on what is proposed later.',
  }),
  CommunityGovernor_TooFewSponsors: ([members, needed]) => ({
    message: `It takes ${needed} members together to propose here; ${members} signed, the proposer among them.`,
    next: 'Write it down with --draft FILE, have other members sign that (proposal sponsor), and propose it with --sponsor FILE….',
  }),
  CommunityGovernor_InvalidSponsorship: ([sponsor]) => ({
    message: `The signature of ${sponsor} for this proposal does not hold: it is for another one, too late, the proposer's own, out of order, or of nobody who is a member.`,
    next: 'Have it signed again, and give the signatures in the order of the memberIds.',
  }),
  CommunityGovernor_SameActionsOpen: ([id]) => ({
    message: `Proposal ${id} is about exactly these actions and is not over.`,
    next: 'Vote on that one.',
  }),
  CommunityGovernor_CoolingDown: ([id, until]) => ({
    message: `Exactly these actions were voted down, or taken back by the same member, as proposal ${id}; they can be proposed again after ${formatMoment(until)}.`,
    next: 'Wait, or propose something else.',
  }),
  CommunityGovernor_RelayToTimelock: () => ({
    message: 'The Governor does not pass calls on to its timelock: it would speak there for the community.',
    next: 'Propose the call itself.',
  }),
  CommunityGovernor_TooLittleGas: ([needed]) => ({
    message: `A voter that is a contract may use up to ${needed} gas to check its signature, and there was less left.`,
    next: 'Send it with more gas, or in smaller batches.',
  }),
  CommunityGovernor_InvalidTimelock: ([timelock]) => ({
    message: `The timelock ${timelock} does not let this Governor schedule, cancel and execute: this would be the last vote ever carried out.`,
    next: 'Give the Governor its roles there first.',
  }),
  CommunityGovernor_SuperMajorityNeeded: () => superMajority,
  CommunityTimelock_SuperMajorityNeeded: () => superMajority,
  CommunityTimelock_CapExceeded: ([token, spent, amount, most]) => ({
    message: `An ordinary majority may spend ${most} of ${BigInt(token as Hex) === 0n ? 'the native currency' : token} within a period; ${spent} were spent and this would take ${amount} more (all in base units).`,
    next: 'Spend less or later, or pass it by a super-majority.',
  }),
  CommunityTimelock_CodeChanged: () => ({
    message: 'What the proposal calls does not have the code that was voted on any more.',
    next: 'Do not carry it out; propose it again if it still is wanted.',
  }),
  CommunityTimelock_NoCode: ([target]) => ({
    message: `The proposal calls ${target}, where there is no contract.`,
    next: 'Check the address.',
  }),
  CommunityTimelock_InvalidCap: ([capBps, period]) => ({
    message: `A spending limit of ${Number(capBps) / 100} % in ${period} seconds is outside what is allowed.`,
    next: 'Choose at most 100 %, in a period of 1 to 365 days.',
  }),
  CommunityTimelock_DelayOutOfBounds: ([delay, least, most]) => ({
    message: `A delay of ${formatSpan(delay)} is outside ${formatSpan(least)} to ${formatSpan(most)}, the bounds no community can leave.`,
    next: 'Choose a value inside the bounds.',
  }),
  CommunityTimelock_ForeignAdmin: ([account]) => ({
    message: `${account} cannot administer the timelock: only the timelock itself does.`,
    next: 'Propose to give the single role that is needed.',
  }),
  CommunityTimelock_LastHolder: () => ({
    message: 'Without anyone in this role nothing the community decides could happen any more.',
    next: 'Give the role to another first.',
  }),
  CommunityTimelock_BatchOnly: () => ({
    message: 'The timelock takes operations as batches only.',
    next: 'Use queue and execute of the Governor.',
  }),
  ElderCouncil_NotAuthority: ([caller]) => onlyByVote(caller),
  ElderCouncil_InvalidThreshold: () => ({
    message: 'It takes at least one elder to consent, and to veto.',
    next: 'Choose a number of one or more.',
  }),
  ElderCouncil_AlreadyConsented: ([subject, memberId]) => ({
    message: `Member ${memberId} has consented to ${subject} already.`,
    next: 'Others may consent too, or the member may withdraw it.',
  }),
  ElderCouncil_NotConsented: ([subject, memberId]) => ({
    message:
      memberId === 0n
        ? `Whoever this key belongs to has not consented to ${subject}.`
        : `Member ${memberId} has not consented to ${subject}.`,
    next: 'Look at it with council show.',
  }),
  ElderCouncil_AlreadySupported: ([, memberId]) => ({
    message: `Member ${memberId} supports this veto already.`,
    next: 'It takes other elders to complete it; look at it with council show.',
  }),
  ElderCouncil_TermTooLong: ([expiresAt, latest]) => ({
    message: `The elders cannot be given the power to veto until ${formatMoment(expiresAt)}: the latest is ${formatMoment(latest)}.`,
    next: 'Choose an earlier moment; a later vote can renew it.',
  }),
  ElderCouncil_NotElder: ([caller]) => ({
    message: `${caller} is not an elder of the community.`,
    next: "Use an elder's key.",
  }),
  ElderCouncil_PowerExpired: ([expiredAt]) => ({
    message: `The elders' power to veto ended ${formatMoment(expiredAt)}.`,
    next: 'A vote can renew it.',
  }),
  ElderCouncil_NotWaiting: () => ({
    message: 'The decision does not wait in the timelock: it is not queued, due, done or stopped already.',
    next: 'Look at it with proposal show.',
  }),
  ElderCouncil_NoReason: () => ({ message: 'A veto says why.', next: 'Give a reason.' }),
  Membership_Barred: ([account]) => ({
    message: `${account} was removed by the community; only a vote lets it in again.`,
    next: 'Make a proposal: proposal create.',
  }),
  Membership_VouchingClosed: () => ({
    message: 'This community lets nobody in by vouching.',
    next: 'Propose to admit the person: proposal create, with an action admitMember.',
  }),
  Membership_NotVouched: ([candidate, standing, needed]) => ({
    message: `${standing} of the ${needed} members it takes vouch for ${candidate} now.`,
    next: 'Ask members who know the person to vouch.',
  }),
  Membership_NotGuardian: ([memberId, caller]) => ({
    message: `${caller} is not a guardian of member ${memberId}.`,
    next: "Use a guardian's key, or make a proposal.",
  }),
  Membership_InvalidVouching: ([needed, period]) => ({
    message: `${needed} members whose vouches count for ${formatSpan(period)} is outside what is allowed.`,
    next: 'Choose 2 to 16 members and 1 to 365 days, or zero for both: nobody is let in by vouching.',
  }),
  Membership_EnoughVouches: ([candidate]) => ({
    message: `Enough members vouch for ${candidate} already.`,
    next: 'It can join now: member join.',
  }),
  Membership_NoVouch: ([candidate, voucher]) => ({
    message: `${voucher} does not vouch for ${candidate}.`,
    next: 'Look at it with member show.',
  }),
  Membership_InvalidGuardians: () => ({
    message:
      'Guardians are at most 10 different accounts, neither the member itself nor the roll, and at least one and at most all of them have to agree.',
    next: 'Choose others; or none, with zero who have to agree.',
  }),
  Membership_AlreadySupported: ([memberId, to]) => ({
    message: `The recovery of member ${memberId} to ${to} has this guardian's support already, or waits for its delay.`,
    next: 'Look at it with member show.',
  }),
  Membership_AccountUsed: ([account]) => ({
    message: `${account} is, or was, the key of a membership here.`,
    next: 'Use an account that never was one.',
  }),
  Membership_NoRecovery: ([memberId, to]) => ({
    message: `No recovery of member ${memberId} to ${to} waits to be finished.`,
    next: 'Its guardians begin one: member recover support.',
  }),
  Membership_RecoveryDelayOutOfBounds: ([delay, least, most]) => ({
    message: `A delay of ${formatSpan(delay)} is outside ${formatSpan(least)} to ${formatSpan(most)}, the bounds no community can leave.`,
    next: 'Choose a value inside the bounds.',
  }),
  Membership_Locked: () => ({
    message: 'A membership belongs to a person; it is never transferred or approved.',
    next: 'Who has lost a key gets it back with member recover.',
  }),
  Membership_RecoveryNotDue: ([, to, readyAt, lapsesAt]) => ({
    message: `The recovery to ${to} can be finished from ${formatMoment(readyAt)} to ${formatMoment(lapsesAt)}.`,
    next: 'Come back then, or start it again.',
  }),
  CommunityRegistry_AlreadyFounded: ([id]) => ({
    message: `The community ${id} exists already.`,
    next: 'Choose another salt.',
  }),
  CommunityRegistry_UnknownCommunity: ([id]) => ({
    message: `There is no community ${id} on this chain.`,
    next: 'Check the id, and that the RPC serves the right chain.',
  }),
  CommunityRegistry_NotAuthority: ([id, caller]) => ({
    message: `${caller} does not speak for the community ${id}; only its timelock does, after a vote.`,
    next: 'Make a proposal: proposal create.',
  }),
  CommunityRegistry_NotOffered: ([id, caller]) => ({
    message: `The community ${id} was not offered to ${caller}.`,
    next: 'Its present authority offers it first, by vote.',
  }),
  CommunityRegistry_InvalidAddress: ([account]) => ({
    message: `${account} cannot be a part of a community: it is zero, or holds no code.`,
    next: 'Check the address.',
  }),
  CommunityRegistry_ForeignPart: ([id, part]) => ({
    message: `${part} does not belong to the community ${id}.`,
    next: 'Make the part for this community, with the factory.',
  }),
  Membership_AlreadyMember: ([account]) => ({
    message: `${account} is a member already.`,
    next: 'Look at it with member show.',
  }),
  Membership_NotMember: ([account]) => ({
    message: `${account} is not a member (or joined only just now).`,
    next: 'Look at it with member show: it says how somebody comes in.',
  }),
  Membership_NotAuthority: ([caller]) => ({
    message: `${caller} may not change the roll of members; only the community may, by vote.`,
    next: 'Make a proposal: proposal create.',
  }),
  Membership_UnknownRole: ([roles]) => ({
    message: `Roles ${roles} hold a bit without a meaning.`,
    next: 'Roles are elder, steward and treasurer.',
  }),
  Membership_InvalidAccount: ([account]) => ({
    message: `${account} cannot be a member.`,
    next: "Give the address of a person's own key or wallet.",
  }),
  Membership_LastMember: () => ({
    message: 'The last member cannot go: a community of nobody could never act again.',
    next: 'Let somebody else in first, by vote.',
  }),
  ModelRegistry_UnknownCommunity: ([id]) => ({
    message: `There is no community ${id} on this chain.`,
    next: 'Check the id, and that the RPC serves the right chain.',
  }),
  ModelRegistry_UnknownVersion: ([id]) => ({
    message: `There is no version ${id} on record.`,
    next: 'Submit it first: model submit DIR --slug SLUG.',
  }),
  ModelRegistry_AlreadySubmitted: ([id]) => ({
    message: `This exact version is on record already, as ${id}.`,
    next: 'Propose its approval, or change the bundle and its version number.',
  }),
  ModelRegistry_InvalidSlug: ([slug]) => ({
    message: `${JSON.stringify(slug)} is not a slug.`,
    next: 'Use 1 to 64 of a-z, 0-9 and inner hyphens.',
  }),
  CommunityBound_InvalidRegistry: ([registry]) => ({
    message: `There is no contract at ${registry}, where the new one should find one it rests on.`,
    next: 'Check the address.',
  }),
  ModelRegistry_InvalidDigest: () => ({
    message: 'A digest of the submission is zero.',
    next: 'Make the submission from the bundle itself: model submit.',
  }),
  ModelRegistry_InvalidCodec: ([codec]) => ({
    message: `The codec ${codec} of the files' address is neither dag-pb (112) nor raw (85).`,
    next: 'Publish the bundle with model submit.',
  }),
  ModelRegistry_EmptyBundle: () => ({
    message: 'The bundle has no bytes.',
    next: 'Put the files of the model into the folder.',
  }),
  ModelRegistry_InvalidWindow: ([notBefore, expiresAt]) => ({
    message: `The time window from ${notBefore} to ${expiresAt} (Unix seconds) is empty or over.`,
    next: 'Give times that lie ahead, the end after the beginning.',
  }),
  ModelRegistry_NotAuthority: ([id, caller]) => ({
    message: `${caller} does not speak for the community ${id}; only its timelock does, after a vote.`,
    next: 'Make a proposal: model propose-approval VERSION.',
  }),
  ModelRegistry_NotGuardian: ([, caller]) => ({
    message: `${caller} is neither a steward nor an elder of the community.`,
    next: "Use a steward's or elder's key, or make a proposal.",
  }),
  ModelRegistry_NotContributor: ([, caller]) => ({ message: `${caller} did not contribute this version.` }),
  ModelRegistry_WrongStatus: ([, versionId, status]) => ({
    message: `The version ${versionId} is ${statuses[Number(status)] ?? 'in an unknown status'}; this step is not open to it.`,
    next: 'Look at where it stands: model verify VERSION.',
  }),
  ModelRegistry_PolicyMismatch: ([, offered, voted]) => ({
    message: `The vote named policy ${voted}, the version is offered under ${offered}.`,
    next: 'Propose again with the policy it is offered under.',
  }),
  ModelRegistry_NotShared: ([versionId]) => ({
    message: `The version ${versionId} belongs to another community, which does not share it with this one, or does not run it itself.`,
    next: 'Ask that community for a grant: it decides by vote (setGrant).',
  }),
  ModelRegistry_ForeignPolicy: ([policyId]) => ({
    message: `The policy ${policyId} is none of the version's own community.`,
    next: 'Offer the version under a policy of that community: policy list.',
  }),
  ModelRegistry_PolicyNotCarried: ([, parentPolicyId, policyId]) => ({
    message: `The policy ${policyId} does not stand on ${parentPolicyId}, under which the version it descends from stands.`,
    next: 'Make a policy with that one among its parents: policy create --parent.',
  }),
  ModelRegistry_NotDerivable: ([parent, versionId]) => ({
    message: `The protocols of ${parent} do not let ${versionId} descend from it.`,
    next: 'Ask the community of those protocols to approve it (setDerivativeApproval).',
  }),
  ModelRegistry_NoConsent: ([versionId, policyId]) => ({
    message: `Fewer elders consent to the version ${versionId} than the policy ${policyId} asks for.`,
    next: `Elders consent with: council consent ${versionId}`,
  }),
  ModelRegistry_NotEvaluated: ([, versionId]) => ({
    message: `No evaluator that the community recognises has reported about ${versionId}, and the community asks for one.`,
    next: 'Ask one of them to attach a report.',
  }),
  ModelRegistry_TooManyEvaluators: () => ({
    message: 'A community recognises 32 evaluators at most.',
    next: 'Take one away first.',
  }),
  ModelRegistry_NothingToSupersede: ([versionId]) => ({
    message: `${versionId} does not descend from a version that this community has approved: there is nothing to take the place of.`,
    next: 'Propose its approval without --supersede.',
  }),
  ModelRegistry_NotCustodian: ([versionId, caller]) => ({
    message: `${caller} is not the custodian of the knowledge in ${versionId}.`,
    next: 'Use the key that its policy names.',
  }),
  CulturalProtocols_NotAuthority: ([id, caller]) => ({
    message: `${caller} does not speak for the community ${id}; only its timelock does, after a vote.`,
    next: 'Make a proposal: proposal create.',
  }),
  CulturalProtocols_NotGuardian: ([, caller]) => ({
    message: `${caller} holds none of the roles that this takes in the community.`,
    next: "Use an elder's or steward's key, or make a proposal.",
  }),
  CulturalProtocols_UnknownPolicy: ([id]) => ({
    message: `There is no policy ${id} on this chain.`,
    next: 'Check the id, and that the RPC serves the right chain.',
  }),
  CulturalProtocols_AlreadyCreated: ([id]) => ({
    message: `The policy ${id} is on record already.`,
    next: 'Take another name: the id is made from it.',
  }),
  CulturalProtocols_TooManyParts: ([parts]) => ({
    message: `The policy would stand on ${parts} policies, itself included; 16 is the most.`,
    next: 'Choose fewer parents.',
  }),
  CulturalProtocols_InvalidAudience: () => ({
    message: 'The audience has no clause, an empty one, more than there may be, or one without a meaning.',
    next: 'Say who may ask: 1 to 8 clauses of 1 to 16 groups, in ascending order.',
  }),
  CulturalProtocols_UnknownPurpose: ([purposes]) => ({
    message: `The purposes ${purposes} hold a bit without a meaning.`,
    next: 'Use the purposes that the sdk names.',
  }),
  CulturalProtocols_InvalidShare: ([share]) => ({
    message: `A share of ${share} basis points is more than all, or stands where use for gain is refused.`,
    next: 'Give 0 to 10000, and 0 where use for gain is refused.',
  }),
  CulturalProtocols_InvalidSeason: () => ({
    message:
      'The season has an offset that no clock on earth has, a day beyond the year, or every day of it.',
    next: 'Leave the season out where every day is open.',
  }),
  CulturalProtocols_TooMany: ([given, most]) => ({
    message: `${given} is more than there may be: ${most} is the most.`,
    next: 'Give fewer.',
  }),
  CulturalProtocols_NotStricter: ([id]) => ({
    message: `These rules would permit something that the policy ${id} refuses now, or change who consents or withdraws.`,
    next: 'Loosening takes a vote and the consent of elders: policy propose-loosening.',
  }),
  CulturalProtocols_NoConsent: ([id, subject]) => ({
    message: `Fewer elders consent to the change of the policy ${id} than it asks for.`,
    next: `Elders consent with: council consent ${subject}`,
  }),
  CulturalProtocols_NotOpen: ([id]) => ({
    message: `The policy ${id} has no season, or it is closed now.`,
    next: 'Look at it with policy show: it says when it is open.',
  }),
  CulturalProtocols_NoReason: () => ({
    message: 'Closing a season says why, in public.',
    next: 'Give a reason.',
  }),
  CulturalProtocols_UnknownGroup: ([id]) => ({
    message: `There is no group ${id} on this chain.`,
    next: 'Check the id, and that the RPC serves the right chain.',
  }),
  CulturalProtocols_GroupExists: ([id]) => ({
    message: `The group ${id} is there already.`,
    next: 'Take another name: the id is made from it.',
  }),
  CulturalProtocols_UnknownRole: ([roles]) => ({
    message: `Roles ${roles} are none, or hold a bit without a meaning.`,
    next: 'Roles are elder, steward and treasurer.',
  }),
  Federation_NotAuthority: ([id, caller]) => ({
    message: `${caller} does not speak for the community ${id}; only its timelock does, after a vote.`,
    next: 'Make a proposal: proposal create.',
  }),
  Federation_UnknownCommunity: ([id]) => ({
    message: `There is no community ${id} on this chain.`,
    next: 'Check the id, and that the RPC serves the right chain.',
  }),
  Federation_SameCommunity: () => ({
    message: 'A community needs no grant of its own.',
    next: 'Name another community.',
  }),
  Federation_UnknownScope: ([scopes]) => ({
    message: `Scopes ${scopes} hold a bit without a meaning.`,
    next: 'Scopes are adopt, derive, recogniseEvaluations and shareCompute.',
  }),
  Federation_Expired: ([expiresAt]) => ({
    message: `The grant would be over before it stands: it ends ${formatMoment(expiresAt)}.`,
    next: 'Give a time that lies ahead, or none.',
  }),
  Matching_TooMuch: () => ({
    message: 'The gifts to the project would be more than a round can count exactly.',
    next: 'Give less, or to another project.',
  }),
  Matching_WrongThreshold: ([threshold]) => ({
    message: `${threshold} does not part the projects that get the cap from the others.`,
    next: 'Finalize it with round finalize, which works it out.',
  }),
  QuadraticFunding_NotAuthority: ([id, caller]) => ({
    message: `${caller} does not speak for the community ${id}; only its timelock does, after a vote.`,
    next: 'Make a proposal: round create to open a round, round cancel to give one up.',
  }),
  QuadraticFunding_NotSteward: ([, caller]) => ({
    message: `${caller} is no steward of the community whose round it is.`,
    next: "Use a steward's key, or make a proposal: round appeal.",
  }),
  QuadraticFunding_InvalidCommunity: ([id]) => ({
    message: `The community ${id} is not on this chain, is named twice, or is one too many: 8 is the most.`,
    next: 'Correct the communities that may give.',
  }),
  QuadraticFunding_AlreadyOpened: ([id]) => ({
    message: `The round ${id} is on record already.`,
    next: 'Take another name: the id is made from it.',
  }),
  QuadraticFunding_InvalidTimes: () => ({
    message: 'The times of the round do not follow each other, or begin in the past.',
    next: 'Let giving begin later than now, end after that, then the review, then the time to finalize.',
  }),
  QuadraticFunding_InvalidToken: ([token]) => ({
    message: `There is no token at ${token}.`,
    next: 'Check the address, and that the RPC serves the right chain.',
  }),
  QuadraticFunding_InvalidMinimum: () => ({
    message: 'The least gift is nothing.',
    next: 'Let the least gift be one base unit or more.',
  }),
  QuadraticFunding_WrongPhase: ([id, phase]) => ({
    message: `The round ${id} is ${roundPhases[Number(phase)] ?? 'in an unknown phase'}; this step is not open to it.`,
    next: 'Look at it with round show: it says what happens when.',
  }),
  QuadraticFunding_WrongStatus: ([, project, status]) => ({
    message: `The project ${project} is ${projectStatuses[Number(status)] ?? 'in an unknown state'}; this step is not open to it.`,
    next: 'Look at it with round show.',
  }),
  QuadraticFunding_NoReason: () => ({
    message: 'Who accepts, rejects or cancels says why, in public.',
    next: 'Give a reason.',
  }),
  QuadraticFunding_NotApplicant: ([, project, caller]) => ({
    message: `${caller} did not apply with the project ${project}.`,
    next: "Use the applicant's key.",
  }),
  QuadraticFunding_NotRecipient: ([, project, caller]) => ({
    message: `${caller} is not whom the project ${project} is paid to, and cannot say where else to.`,
    next: "Use the recipient's key, or claim without --to.",
  }),
  QuadraticFunding_InvalidRecipient: ([recipient]) => ({
    message: `Nothing can be paid to ${recipient}.`,
    next: 'Give the address of a person, a wallet or a treasury.',
  }),
  QuadraticFunding_TooManyProjects: () => ({
    message: 'The round has as many accepted projects as it can hold: 1024.',
    next: 'Let this one apply to another round.',
  }),
  QuadraticFunding_NotEligible: ([, community, account]) => ({
    message: `${account} cannot give as a member of the round's community ${community}: it was none when giving began, or is one of a community named before it.`,
    next: "Use a member's key; who has joined since can give in the next round.",
  }),
  QuadraticFunding_NotDonor: ([, community, account]) => ({
    message: `${account} has no membership in the round's community ${community} that could have given.`,
    next: 'Use the key that the membership has now.',
  }),
  QuadraticFunding_HouseholdFull: () => ({
    message: 'The household has 16 members already, which is the most.',
    next: 'Name another household, or none.',
  }),
  QuadraticFunding_WrongTotal: ([total, sum]) => ({
    message: `The gifts come to ${sum} base units, not to ${total}, or there are none.`,
    next: 'Name at least one gift, and their sum.',
  }),
  QuadraticFunding_TooLittle: ([project, amount]) => ({
    message: `${amount} base units for the project ${project} are less than the least gift of the round.`,
    next: 'Look at it with round show: it says what the least gift is.',
  }),
  QuadraticFunding_WrongAmount: ([expected, received]) => ({
    message: `The token sent ${received} base units where ${expected} were asked for.`,
    next: 'Do not use this token: nobody could say whose the rest is.',
  }),
  QuadraticFunding_InvalidSignature: ([giver]) => ({
    message: `The signature is not ${giver}'s, or not for this cart.`,
    next: 'Have it signed again.',
  }),
  QuadraticFunding_SignatureExpired: ([deadline]) => ({
    message: `The signature held until ${formatMoment(deadline)}.`,
    next: 'Have it signed again.',
  }),
  QuadraticFunding_NonceUsed: ([giver, nonce]) => ({
    message: `${giver} has used the number ${nonce} already: the cart was handed in, or taken back.`,
    next: 'Look with round show whether it was given; have another signed if not.',
  }),
  QuadraticFunding_NotNative: () => ({
    message: "The round is not in the chain's own coin.",
    next: 'Give in its token: round show names it.',
  }),
  QuadraticFunding_NothingDue: () => ({
    message: 'There is nothing here that could be paid or taken back, or the time to take it back is over.',
    next: 'Look at it with round show.',
  }),
  ERC20InsufficientBalance: ([account, balance, needed]) => ({
    message: `It takes ${needed} base units of the token, and ${account} has ${balance}.`,
    next: 'Send the account more of the token, or give less.',
  }),
  ERC20InsufficientAllowance: ([spender, allowance, needed]) => ({
    message: `${spender} may take ${allowance} base units of the token, and it takes ${needed}.`,
    next: 'Approve the token for it first.',
  }),
  SafeERC20FailedOperation: ([token]) => ({
    message: `The token ${token} refused to pay, and says nothing of why.`,
    next: 'See that there is enough of it, and that neither side is blocked by it.',
  }),
  ReentrancyGuardReentrantCall: () => ({
    message: 'The token called back in the middle of a payment, which is refused.',
    next: 'Do not use this token.',
  }),
  GovernorAlreadyCastVote: ([voter]) => ({
    message: `${voter} has voted on this proposal already.`,
    next: 'A vote stands; look at it with proposal show.',
  }),
  GovernorNonexistentProposal: ([id]) => ({
    message: `There is no proposal ${id}.`,
    next: 'List them with proposal list.',
  }),
  GovernorUnexpectedProposalState: ([, current, expected]) => ({
    message: `The proposal is ${proposalState(Number(current))}; this step needs it to be ${
      allowedStates(expected) || 'new: the same actions with the same description were proposed before'
    }.`,
    next: 'Look at it with proposal show: it says what happens when.',
  }),
  GovernorRestrictedProposer: ([account]) => ({
    message: `The description reserves this proposal for another than ${account}.`,
    next: 'Propose it with the key it names.',
  }),
  GovernorAlreadyQueuedProposal: ([id]) => ({
    message: `Proposal ${id} is queued already.`,
    next: 'Look at it with proposal show: it says from when it can be executed.',
  }),
  GovernorUnableToCancel: ([id, account]) => ({
    message: `${account} cannot cancel proposal ${id}: only the member who made it can, before its voting opens.`,
    next: 'Vote against it.',
  }),
  GovernorInvalidSignature: () => askAgain,
  ECDSAInvalidSignature: () => askAgain,
  ECDSAInvalidSignatureLength: () => askAgain,
  ECDSAInvalidSignatureS: () => askAgain,
  GovernorInvalidVoteType: () => ({
    message: 'A vote is for, against or to abstain.',
    next: 'Choose one of them.',
  }),
  GovernorInvalidProposalLength: ([targets]) => ({
    message:
      targets === 0n
        ? 'A proposal without an action decides nothing.'
        : 'The actions of the proposal do not fit together.',
    next: 'Give each action its target, value and calldata.',
  }),
  GovernorOnlyExecutor: ([account]) => onlyByVote(account),
  GovernorDisabledDeposit: () => ({
    message: 'The Governor takes no money: what is sent there could not be used.',
    next: 'Send it to the timelock, which is the treasury.',
  }),
  AccessControlUnauthorizedAccount: ([account]) => ({
    message: `${account} has not the role in the timelock that this takes.`,
    next: 'Only a vote gives it.',
  }),
  TimelockUnauthorizedCaller: ([caller]) => onlyByVote(caller),
  TimelockInsufficientDelay: ([delay, least]) => ({
    message: `A delay of ${formatSpan(delay)} is less than the ${formatSpan(least)} of this community.`,
    next: 'Queue it through the Governor.',
  }),
  FailedCall: () => ({
    message: 'A call of the proposal fails, and says nothing of why.',
    next: 'Look with proposal show at what it calls, and whether there is money enough.',
  }),
  InsufficientBalance: ([balance, needed]) => ({
    message: `It takes ${needed} base units of the chain's coin, and there are ${balance}.`,
    next: 'Send more to the treasury first, or spend less.',
  }),
  InvalidAccountNonce: ([account, nonce]) => ({
    message: `The signature of ${account} was used already, or comes out of order: the next one has number ${nonce}.`,
    next: 'Have it signed again.',
  }),
  VotesExpiredSignature: ([expiry]) => ({
    message: `The signature held until ${formatMoment(expiry)}.`,
    next: 'Have it signed again.',
  }),
  TimelockUnexpectedOperationState: () => ({
    message: "The timelock's delay is not over (or the operation is not in its queue).",
    next: 'Look at it with proposal show: it says from when it can be executed.',
  }),
}

function reverted(error: BaseError): { data?: Hex; reason?: string } | undefined {
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError)
  if (revert instanceof ContractFunctionRevertedError) {
    return {
      ...(revert.raw === undefined ? {} : { data: revert.raw }),
      ...(revert.reason === undefined ? {} : { reason: revert.reason }),
    }
  }
  // Of a bare call, the RPC's own error has it.
  const raw = error.walk((cause) => cause instanceof RawContractError || cause instanceof RpcRequestError)
  if (!(raw instanceof RawContractError || raw instanceof RpcRequestError)) return undefined
  const found: unknown = raw.data
  const data = typeof found === 'object' && found !== null && 'data' in found ? found.data : found
  if (isHex(data)) return { data }
  return raw instanceof RawContractError ? {} : undefined
}

/**
 * Puts what viem threw into one sentence and a next step. Custom errors of every contract are read, wherever in the
 * call they came from.
 *
 * @param doing What was being done, as it would follow "while": `submitting the version`.
 */
export function explainFailure(error: unknown, doing: string, rpcUrl: string): CommonwealError {
  if (error instanceof CommonwealError) return error
  if (!(error instanceof BaseError)) {
    return new ChainError(`Something unexpected happened while ${doing}.`, {
      code: 'transaction_failed',
      cause: error,
    })
  }
  if (error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !== null) {
    const shown = redactUrl(rpcUrl)
    return new ChainError(`The chain's RPC at ${shown} stopped answering while ${doing}.`, {
      code: 'rpc_unreachable',
      cause: error,
      details: { rpc: shown },
      next: 'Check the RPC and try again; look first whether the step has happened.',
    })
  }
  if (
    error.walk((cause) => cause instanceof InsufficientFundsError) !== null ||
    /insufficient funds/i.test(error.details)
  ) {
    return new ChainError(`The account has not enough to pay for gas while ${doing}.`, {
      code: 'insufficient_funds',
      cause: error,
      next: 'Send the account some of the chain’s own coin, or use another key.',
    })
  }
  const revert = reverted(error)
  if (revert?.data !== undefined && revert.data !== '0x') {
    try {
      const decoded = decodeErrorResult({ abi: errorsAbi, data: revert.data })
      const args = (decoded.args ?? []) as readonly unknown[]
      const plain = args.map((arg) => (typeof arg === 'bigint' ? arg.toString() : arg))
      const sentence = sentences[decoded.errorName]?.(args)
      return new ChainError(
        sentence?.message ??
          `The contract refused while ${doing}: ${decoded.errorName}(${plain.join(', ')}).`,
        {
          code: 'transaction_refused',
          cause: error,
          details: { error: decoded.errorName, args: plain },
          ...(sentence?.next === undefined ? {} : { next: sentence.next }),
        },
      )
    } catch (cause) {
      if (cause instanceof ChainError) throw cause
      // Not one of ours: the plain reason below has to do.
    }
  }
  return new ChainError(`The chain refused while ${doing}: ${revert?.reason ?? error.shortMessage}`, {
    code: revert === undefined ? 'transaction_failed' : 'transaction_refused',
    cause: error,
    details: revert?.data === undefined ? {} : { data: revert.data },
  })
}
