import { cache } from 'react'
import { type Address, zeroAddress } from 'viem'
import type { AddressName } from '@/components/AddressLabel'
import { readCommunity } from '@/lib/chain/readCommunity'
import { serverConfig } from '@/lib/config/serverConfig'
import { settle } from '@/lib/settle'
import { readCommunityPage } from './readCommunityPage'

/**
 * What addresses are to this community: its contracts by the chain, its members by the index. Names are a courtesy:
 * where they cannot be read, pages show digits.
 */
export const listAddressNames: () => Promise<Map<Address, AddressName>> = cache(async () => {
  const [{ addresses }, parts, indexed] = await Promise.all([
    serverConfig(),
    settle(readCommunity()),
    settle(readCommunityPage()),
  ])
  const names = new Map<Address, AddressName>()
  if (indexed.ok) {
    for (const { account, memberId } of indexed.value?.members ?? []) {
      names.set(account, { kind: 'member', memberId: memberId.toString() })
    }
  }
  names.set(addresses.modelRegistry, { kind: 'modelRegistry' })
  names.set(addresses.communityRegistry, { kind: 'communityRegistry' })
  if (parts.ok) {
    names.set(parts.value.governor, { kind: 'governor' })
    names.set(parts.value.timelock, { kind: 'timelock' })
    names.set(parts.value.membership, { kind: 'membership' })
    if (parts.value.council !== zeroAddress) names.set(parts.value.council, { kind: 'council' })
  }
  return names
})
