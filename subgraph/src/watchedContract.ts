import { Address, Bytes, DataSourceContext, dataSource, log } from '@graphprotocol/graph-ts'
import { WatchedContract } from '../generated/schema'

const COMMUNITY = 'community'

/**
 * Claims a contract for a community. False where it is watched already: watching it twice would count every event
 * twice, and a second community that names it would show another's members and proposals as its own.
 */
export function claim(contract: Address, communityId: Bytes): boolean {
  const watched = WatchedContract.load(contract)
  if (watched != null) {
    if (watched.community != communityId) {
      log.warning(
        'Contract {} is already read for community {}; community {} named it too and gets nothing of it',
        [contract.toHexString(), watched.community.toHexString(), communityId.toHexString()],
      )
    }
    return false
  }
  const claimed = new WatchedContract(contract)
  claimed.community = communityId
  claimed.save()
  return true
}

/** What a template's handlers need in order to know whose events they read. */
export function contextFor(communityId: Bytes): DataSourceContext {
  const context = new DataSourceContext()
  context.setBytes(COMMUNITY, communityId)
  return context
}

/** The community whose contract raised the event in hand. */
export function currentCommunity(): Bytes {
  return dataSource.context().getBytes(COMMUNITY)
}
