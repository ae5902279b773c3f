import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { startBlocks } from '@commonweal/contracts/addresses'
import type { Address } from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'
import { readInRanges } from './readProposals.ts'

/** A member of a roll. `roles` as bits. */
export type ListedMember = { memberId: number; account: Address; roles: number }

/**
 * Reads who is a member now, with their roles, from the events of the roll.
 *
 * @returns In the order of their ids.
 * @throws ChainError
 */
export async function readMembers(chain: Chain, community: Community): Promise<ListedMember[]> {
  const members = new Map<string, ListedMember>()
  try {
    const events = await readInRanges(
      (fromBlock, toBlock) =>
        chain.client.getContractEvents({
          address: community.membership,
          abi: membershipAbi,
          fromBlock,
          toBlock,
          strict: true,
        }),
      BigInt(startBlocks[chain.chainId] ?? 0),
      await chain.client.getBlockNumber(),
    )
    for (const event of events) {
      if (event.eventName === 'MemberAdmitted' || event.eventName === 'MemberRolesChanged') {
        const { memberId, account, roles } = event.args
        members.set(account, { memberId: Number(memberId), account, roles })
      }
      if (event.eventName === 'MemberDeparted') members.delete(event.args.account)
      if (event.eventName === 'MemberRecovered') {
        const { from, to } = event.args
        const member = members.get(from)
        members.delete(from)
        if (member !== undefined) members.set(to, { ...member, account: to })
      }
    }
  } catch (error) {
    throw explainFailure(error, 'reading the roll of members', chain.rpcUrl)
  }
  return [...members.values()].sort((one, other) => one.memberId - other.memberId)
}
