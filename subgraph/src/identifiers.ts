import { Address, BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'

/** communityId followed by the 32 bytes of memberId. */
export function memberKey(communityId: Bytes, memberId: BigInt): Bytes {
  return communityId.concat(ethereum.encode(ethereum.Value.fromUnsignedBigInt(memberId))!)
}

/** communityId followed by the account. */
export function memberAccountKey(communityId: Bytes, account: Address): Bytes {
  return communityId.concat(account)
}

/** `<governor>-<proposalId>`, what a page can put together from a link. */
export function proposalKey(governor: Address, proposalId: BigInt): string {
  return governor.toHexString() + '-' + proposalId.toString()
}

/** communityId followed by versionId. */
export function decisionKey(communityId: Bytes, versionId: Bytes): Bytes {
  return communityId.concat(versionId)
}

/** The transaction's hash followed by the log's index: one event, one id. */
export function eventKey(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32())
}
