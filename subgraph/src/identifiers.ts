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

/** roundId followed by the 32 bytes of the project's number. */
export function projectKey(roundId: Bytes, project: BigInt): Bytes {
  return roundId.concat(word(project))
}

/** roundId followed by the 32 bytes of donor, which is `communityIndex << 64 | memberId`. */
export function donorKey(roundId: Bytes, donor: BigInt): Bytes {
  return roundId.concat(word(donor))
}

/** roundId followed by what its members call the household. */
export function householdKey(roundId: Bytes, household: Bytes): Bytes {
  return roundId.concat(household)
}

/** The project's key (as {@link projectKey} makes it) followed by the 32 bytes of donor. */
export function contributionKey(project: Bytes, donor: BigInt): Bytes {
  return project.concat(word(donor))
}

/** roundId followed by the funder. */
export function poolFundingKey(roundId: Bytes, funder: Address): Bytes {
  return roundId.concat(funder)
}

/** The giver followed by the 32 bytes of the nonce. */
export function nonceKey(giver: Address, nonce: BigInt): Bytes {
  return giver.concat(word(nonce))
}

/** The transaction's hash followed by the log's index: one event, one id. */
export function eventKey(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32())
}

/** What contracts put where there is no id. */
export function isZero(id: Bytes): boolean {
  for (let i = 0; i < id.length; i++) {
    if (id[i] != 0) return false
  }
  return true
}

function word(value: BigInt): Bytes {
  return ethereum.encode(ethereum.Value.fromUnsignedBigInt(value))!
}
