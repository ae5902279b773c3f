import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
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
  RawContractError,
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
  elderCouncilAbi,
  membershipAbi,
  modelRegistryAbi,
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

const sentences: Readonly<Record<string, (args: Argument) => Sentence>> = {
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
    next: 'Have other members sign for the proposal.',
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
    next: 'Make a proposal.',
  }),
  Membership_VouchingClosed: () => ({
    message: 'This community lets nobody in by vouching.',
    next: 'Make a proposal to admit the person.',
  }),
  Membership_NotVouched: ([candidate, standing, needed]) => ({
    message: `${standing} of the ${needed} members it takes vouch for ${candidate} now.`,
    next: 'Ask members who know the person to vouch.',
  }),
  Membership_NotGuardian: ([memberId, caller]) => ({
    message: `${caller} is not a guardian of member ${memberId}.`,
    next: "Use a guardian's key, or make a proposal.",
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
    next: 'Make a proposal.',
  }),
  Membership_AlreadyMember: ([account]) => ({ message: `${account} is a member already.` }),
  Membership_NotMember: ([account]) => ({ message: `${account} is not a member.` }),
  Membership_NotAuthority: ([caller]) => ({
    message: `${caller} may not change the roll of members; only the community may, by vote.`,
    next: 'Make a proposal.',
  }),
  Membership_UnknownRole: ([roles]) => ({ message: `Roles ${roles} hold a bit without a meaning.` }),
  Membership_InvalidAccount: ([account]) => ({ message: `${account} cannot be a member.` }),
  Membership_LastMember: () => ({
    message: 'The last member cannot go: a community of nobody could never act again.',
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
    message: `The version ${versionId} belongs to another community, which has not shared it.`,
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
  const raw = error.walk((cause) => cause instanceof RawContractError)
  if (!(raw instanceof RawContractError)) return undefined
  const data = typeof raw.data === 'object' ? raw.data.data : raw.data
  return data === undefined ? {} : { data }
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
