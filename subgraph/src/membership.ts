import { Address, BigInt, Bytes, store } from '@graphprotocol/graph-ts'
import { Candidate, Community, Member, MemberAccount, Recovery, Vouch } from '../generated/schema'
import {
  DelegateChanged,
  DelegateVotesChanged,
  GuardiansSet,
  MemberAdmitted,
  MemberBarred,
  MemberDeparted,
  MemberRecovered,
  MemberRolesChanged,
  RecoveryCancelled,
  RecoveryDelaySet,
  RecoveryStarted,
  RecoverySupported,
  Vouched,
  VouchingSet,
  VouchWithdrawn,
} from '../generated/templates/Membership/Membership'
import { memberAccountKey, memberKey, recoveryKey, vouchKey } from './identifiers'
import { memberOf } from './memberOf'
import { currentCommunity } from './watchedContract'

export function handleMemberAdmitted(event: MemberAdmitted): void {
  const communityId = currentCommunity()
  const key = memberKey(communityId, event.params.memberId)

  // Someone who comes back keeps the memberId, so the record is taken up again.
  let member = Member.load(key)
  if (member == null) {
    member = new Member(key)
    member.community = communityId
    member.memberId = event.params.memberId
    member.guardians = []
    member.guardianThreshold = 0
  }
  member.account = event.params.account
  member.roles = event.params.roles
  member.joinedAt = event.block.timestamp
  member.leftAt = null
  member.removed = false
  member.departureReason = null
  member.barred = false
  member.barReason = null
  member.delegate = null
  member.castableVotes = BigInt.fromI32(1)
  member.save()

  nameAccount(communityId, event.params.account, key)
  forgetCandidate(communityId, event.params.account)
  changeMemberCount(communityId, 1)
}

export function handleMemberDeparted(event: MemberDeparted): void {
  const communityId = currentCommunity()
  const member = loadMember(communityId, event.params.memberId)
  member.leftAt = event.block.timestamp
  member.roles = 0
  member.removed = event.params.removed
  member.departureReason = event.params.reason.length == 0 ? null : event.params.reason
  member.barred = event.params.removed
  member.delegate = null
  member.castableVotes = BigInt.zero()
  member.save()

  // What was lent to it is its lenders' again; the roll does not name them.
  const lenders = member.delegators.load()
  for (let i = 0; i < lenders.length; i++) {
    lenders[i].delegate = null
    lenders[i].castableVotes = lenders[i].castableVotes.plus(BigInt.fromI32(1))
    lenders[i].save()
  }
  // A recovery that had begun is of a stay that has ended; those that guardians merely support go on.
  const recoveries = member.recoveries.load()
  for (let i = 0; i < recoveries.length; i++) {
    if (recoveries[i].startedAt !== null) end(recoveries[i], event.block.timestamp)
  }
  changeMemberCount(communityId, -1)
}

export function handleMemberBarred(event: MemberBarred): void {
  const member = loadMember(currentCommunity(), event.params.memberId)
  member.barred = true
  member.barReason = event.params.reason
  member.save()
}

export function handleMemberRolesChanged(event: MemberRolesChanged): void {
  const member = loadMember(currentCommunity(), event.params.memberId)
  member.roles = event.params.roles
  member.save()
}

/** The membership goes on under another account: what the member voted, lent and was lent is kept by its memberId. */
export function handleMemberRecovered(event: MemberRecovered): void {
  const communityId = currentCommunity()
  const member = loadMember(communityId, event.params.memberId)
  member.account = event.params.to
  member.save()
  nameAccount(communityId, event.params.to, member.id)
  // The new account may have been vouched for, and cannot join by it any more.
  forgetCandidate(communityId, event.params.to)

  const recovery = loadRecovery(member, event.params.to)
  recovery.finished = true
  recovery.save()
  endRecoveries(member, event.block.timestamp)
}

export function handleGuardiansSet(event: GuardiansSet): void {
  const member = loadMember(currentCommunity(), event.params.memberId)
  member.guardians = event.params.guardians.map<Bytes>((guardian) => guardian)
  member.guardianThreshold = event.params.threshold.toI32()
  member.save()
  endRecoveries(member, event.block.timestamp)
}

export function handleRecoverySupported(event: RecoverySupported): void {
  const member = loadMember(currentCommunity(), event.params.memberId)
  const recovery = loadRecovery(member, event.params.to)
  // What is under way takes no more support, so one that had begun has lapsed, and starts from nothing.
  if (recovery.startedAt !== null) reset(recovery)
  const supporters = recovery.supporters
  supporters.push(event.params.guardian)
  recovery.supporters = supporters
  recovery.save()
}

export function handleRecoveryStarted(event: RecoveryStarted): void {
  const recovery = loadRecovery(loadMember(currentCommunity(), event.params.memberId), event.params.to)
  recovery.startedAt = event.block.timestamp
  recovery.readyAt = event.params.readyAt
  recovery.save()
}

export function handleRecoveryCancelled(event: RecoveryCancelled): void {
  endRecoveries(loadMember(currentCommunity(), event.params.memberId), event.block.timestamp)
}

export function handleRecoveryDelaySet(event: RecoveryDelaySet): void {
  const community = Community.load(currentCommunity())!
  community.recoveryDelay = event.params.delay
  community.save()
}

export function handleVouched(event: Vouched): void {
  const communityId = currentCommunity()
  const candidateKey = memberAccountKey(communityId, event.params.candidate)
  if (Candidate.load(candidateKey) == null) {
    const candidate = new Candidate(candidateKey)
    candidate.community = communityId
    candidate.account = event.params.candidate
    candidate.save()
  }
  const vouch = new Vouch(vouchKey(candidateKey, event.params.voucher))
  vouch.candidate = candidateKey
  vouch.voucher = memberKey(communityId, event.params.voucher)
  vouch.givenAt = event.block.timestamp
  vouch.expiresAt = event.params.expiresAt
  vouch.save()
}

export function handleVouchWithdrawn(event: VouchWithdrawn): void {
  const candidate = memberAccountKey(currentCommunity(), event.params.candidate)
  store.remove('Vouch', vouchKey(candidate, event.params.voucher).toHexString())
}

export function handleVouchingSet(event: VouchingSet): void {
  const community = Community.load(currentCommunity())!
  community.vouchesNeeded = event.params.needed.toI32()
  community.vouchPeriod = event.params.period
  community.save()
}

export function handleDelegateChanged(event: DelegateChanged): void {
  const communityId = currentCommunity()
  const member = Member.load(memberOf(communityId, event.params.delegator)!)!
  // Who lends its vote to nobody is named as its own delegate.
  member.delegate =
    event.params.toDelegate == event.params.delegator ? null : memberOf(communityId, event.params.toDelegate)
  member.save()
}

export function handleDelegateVotesChanged(event: DelegateVotesChanged): void {
  const member = Member.load(memberOf(currentCommunity(), event.params.delegate)!)!
  member.castableVotes = event.params.newVotes
  member.save()
}

function nameAccount(communityId: Bytes, address: Address, member: Bytes): void {
  const account = new MemberAccount(memberAccountKey(communityId, address))
  account.community = communityId
  account.account = address
  account.member = member
  account.save()
}

/** Whoever is a member is vouched for no more. */
function forgetCandidate(communityId: Bytes, account: Address): void {
  const key = memberAccountKey(communityId, account)
  const candidate = Candidate.load(key)
  if (candidate == null) return
  const vouches = candidate.vouches.load()
  for (let i = 0; i < vouches.length; i++) store.remove('Vouch', vouches[i].id.toHexString())
  store.remove('Candidate', key.toHexString())
}

/** The member's recovery to an account: the open one, or a new one where there is none. */
function loadRecovery(member: Member, to: Address): Recovery {
  const key = recoveryKey(member.id, to)
  let recovery = Recovery.load(key)
  if (recovery == null) {
    recovery = new Recovery(key)
    recovery.member = member.id
    recovery.to = to
    reset(recovery)
  } else if (recovery.endedAt !== null) {
    reset(recovery)
  }
  return recovery
}

function reset(recovery: Recovery): void {
  recovery.supporters = []
  recovery.startedAt = null
  recovery.readyAt = null
  recovery.endedAt = null
  recovery.finished = false
}

function endRecoveries(member: Member, at: BigInt): void {
  const recoveries = member.recoveries.load()
  for (let i = 0; i < recoveries.length; i++) end(recoveries[i], at)
}

function end(recovery: Recovery, at: BigInt): void {
  if (recovery.endedAt !== null) return
  recovery.endedAt = at
  recovery.save()
}

function loadMember(communityId: Bytes, memberId: BigInt): Member {
  return Member.load(memberKey(communityId, memberId))!
}

function changeMemberCount(communityId: Bytes, by: i32): void {
  const community = Community.load(communityId)!
  community.memberCount = community.memberCount + by
  community.save()
}
