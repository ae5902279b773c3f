import { Address, BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'

/** communityId followed by the 32 bytes of memberId. */
export function memberKey(communityId: Bytes, memberId: BigInt): Bytes {
  return communityId.concat(word(memberId))
}

/** communityId followed by the account. */
export function memberAccountKey(communityId: Bytes, account: Address): Bytes {
  return communityId.concat(account)
}

/** `<governor>-<proposalId>`, what a page can put together from a link. */
export function proposalKey(governor: Address, proposalId: BigInt): string {
  return governor.toHexString() + '-' + proposalId.toString()
}

/** communityId followed by what its timelock calls an operation. */
export function operationKey(communityId: Bytes, operationId: Bytes): Bytes {
  return communityId.concat(operationId)
}

/** The candidate's key (as {@link memberAccountKey} makes it) followed by the 32 bytes of the voucher's memberId. */
export function vouchKey(candidate: Bytes, voucher: BigInt): Bytes {
  return candidate.concat(word(voucher))
}

/** The member's key followed by the account that its membership is to move to. */
export function recoveryKey(member: Bytes, to: Address): Bytes {
  return member.concat(to)
}

/** The council followed by subject and the 32 bytes of memberId. */
export function consentKey(council: Address, subject: Bytes, memberId: BigInt): Bytes {
  return council.concat(subject).concat(word(memberId))
}

/** communityId followed by versionId. */
export function decisionKey(communityId: Bytes, versionId: Bytes): Bytes {
  return communityId.concat(versionId)
}

/** The transaction's hash followed by the log's index: one event, one id. */
export function eventKey(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32())
}

function word(value: BigInt): Bytes {
  return ethereum.encode(ethereum.Value.fromUnsignedBigInt(value))!
}
