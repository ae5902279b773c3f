import { Address } from '@graphprotocol/graph-ts'
import {
  AuthorityChanged,
  AuthorityOffered,
  CharterChanged,
  CommunityFounded,
  CouncilChanged,
  GovernorChanged,
} from '../generated/CommunityRegistry/CommunityRegistry'
import { Community, Council, GovernorSettings, Treasury } from '../generated/schema'
import { CommunityGovernor, CommunityTimelock, ElderCouncil, Membership } from '../generated/templates'
import { claim, contextFor } from './watchedContract'

export function handleCommunityFounded(event: CommunityFounded): void {
  const community = new Community(event.params.communityId)
  community.name = event.params.name
  community.authority = event.params.authority
  community.membership = event.params.membership
  community.governor = event.params.governor
  community.treasury = event.params.authority
  community.foundedAt = event.block.timestamp
  community.foundedTransaction = event.transaction.hash
  community.charterDigest = event.params.charterDigest
  community.charterURI = event.params.charterURI
  community.memberCount = 0

  if (claim(event.params.membership, community.id)) {
    Membership.createWithContext(event.params.membership, contextFor(community.id))
  }
  watchTreasury(event.params.authority)
  watchGovernor(event.params.governor, community)
  community.save()
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
  community.treasury = event.params.to
  community.offeredAuthority = null
  community.save()
  watchTreasury(event.params.to)
}

export function handleGovernorChanged(event: GovernorChanged): void {
  const community = Community.load(event.params.communityId)!
  community.governor = event.params.governor
  watchGovernor(event.params.governor, community)
  community.save()
}

/** Follows CommunityFounded, which does not name the council, in the same transaction. */
export function handleCouncilChanged(event: CouncilChanged): void {
  const community = Community.load(event.params.communityId)!
  watchCouncil(event.params.council, community)
  community.save()
}

export function handleCharterChanged(event: CharterChanged): void {
  const community = Community.load(event.params.communityId)!
  community.charterDigest = event.params.charterDigest
  community.charterURI = event.params.charterURI
  community.save()
}

/** A community may name no Governor, by the zero address. */
function watchGovernor(governor: Address, community: Community): void {
  if (governor == Address.zero()) {
    community.settings = null
    return
  }
  community.settings = governor
  if (GovernorSettings.load(governor) == null) new GovernorSettings(governor).save()
  if (claim(governor, community.id)) {
    CommunityGovernor.createWithContext(governor, contextFor(community.id))
  }
}

/** A community may name no council, by the zero address. */
function watchCouncil(address: Address, community: Community): void {
  if (address == Address.zero()) {
    community.council = null
    return
  }
  community.council = address
  if (claim(address, community.id)) {
    const council = new Council(address)
    council.community = community.id
    council.save()
    ElderCouncil.createWithContext(address, contextFor(community.id))
  }
}

/**
 * Unlike the other parts a timelock does not say whose it is, and anyone may found a community that names another's. So
 * it is nobody's own: it is read once, and what it says is kept under its address.
 */
function watchTreasury(address: Address): void {
  if (Treasury.load(address) != null) return
  new Treasury(address).save()
  CommunityTimelock.create(address)
}
