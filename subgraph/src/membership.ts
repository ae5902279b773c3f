import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Community, Member, MemberAccount } from '../generated/schema'
import {
  MemberAdmitted,
  MemberDeparted,
  MemberRolesChanged,
} from '../generated/templates/Membership/Membership'
import { memberAccountKey, memberKey } from './identifiers'
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
  }
  member.account = event.params.account
  member.roles = event.params.roles
  member.joinedAt = event.block.timestamp
  member.leftAt = null
  member.removed = false
  member.departureReason = null
  member.save()

  const account = new MemberAccount(memberAccountKey(communityId, event.params.account))
  account.community = communityId
  account.account = event.params.account
  account.member = key
  account.save()

  changeMemberCount(communityId, 1)
}

export function handleMemberDeparted(event: MemberDeparted): void {
  const communityId = currentCommunity()
  const member = loadMember(communityId, event.params.memberId)
  member.leftAt = event.block.timestamp
  member.roles = 0
  member.removed = event.params.removed
  member.departureReason = event.params.reason.length == 0 ? null : event.params.reason
  member.save()
  changeMemberCount(communityId, -1)
}

export function handleMemberRolesChanged(event: MemberRolesChanged): void {
  const member = loadMember(currentCommunity(), event.params.memberId)
  member.roles = event.params.roles
  member.save()
}

function loadMember(communityId: Bytes, memberId: BigInt): Member {
  return Member.load(memberKey(communityId, memberId))!
}

function changeMemberCount(communityId: Bytes, by: i32): void {
  const community = Community.load(communityId)!
  community.memberCount = community.memberCount + by
  community.save()
}
