import { Address, Bytes } from '@graphprotocol/graph-ts'
import {
  AuthorityChanged,
  AuthorityOffered,
  CharterChanged,
  CommunityFounded,
  GovernorChanged,
} from '../generated/CommunityRegistry/CommunityRegistry'
import { Community } from '../generated/schema'
import { CommunityGovernor, Membership } from '../generated/templates'
import { claim, contextFor } from './watchedContract'

export function handleCommunityFounded(event: CommunityFounded): void {
  const community = new Community(event.params.communityId)
  community.name = event.params.name
  community.authority = event.params.authority
  community.membership = event.params.membership
  community.governor = event.params.governor
  community.foundedAt = event.block.timestamp
  community.foundedTransaction = event.transaction.hash
  community.charterDigest = event.params.charterDigest
  community.charterURI = event.params.charterURI
  community.memberCount = 0
  community.save()

  if (claim(event.params.membership, community.id)) {
    Membership.createWithContext(event.params.membership, contextFor(community.id))
  }
  watchGovernor(event.params.governor, community.id)
}

export function handleAuthorityOffered(event: AuthorityOffered): void {
  const community = Community.load(event.params.communityId)!
  // Offering to the zero address takes an offer back.
  if (event.params.to == Address.zero()) community.offeredAuthority = null
  else community.offeredAuthority = event.params.to
  community.save()
}

export function handleAuthorityChanged(event: AuthorityChanged): void {
  const community = Community.load(event.params.communityId)!
  community.authority = event.params.to
  community.offeredAuthority = null
  community.save()
}

export function handleGovernorChanged(event: GovernorChanged): void {
  const community = Community.load(event.params.communityId)!
  community.governor = event.params.governor
  community.save()
  watchGovernor(event.params.governor, community.id)
}

export function handleCharterChanged(event: CharterChanged): void {
  const community = Community.load(event.params.communityId)!
  community.charterDigest = event.params.charterDigest
  community.charterURI = event.params.charterURI
  community.save()
}

/** A community may name no Governor, by the zero address. */
function watchGovernor(governor: Address, communityId: Bytes): void {
  if (governor == Address.zero()) return
  if (claim(governor, communityId)) {
    CommunityGovernor.createWithContext(governor, contextFor(communityId))
  }
}
