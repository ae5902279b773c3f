import { Address, BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Member, MemberAccount } from '../generated/schema'
import { memberAccountKey, memberKey } from './identifiers'

/** The key of the member that an account is or was last; null where it never was one. */
export function memberOf(communityId: Bytes, account: Address): Bytes | null {
  const known = MemberAccount.load(memberAccountKey(communityId, account))
  return known == null ? null : known.member
}

/** The key of a member, where the roll has named it. */
export function memberById(communityId: Bytes, memberId: BigInt): Bytes | null {
  const key = memberKey(communityId, memberId)
  return Member.load(key) == null ? null : key
}
