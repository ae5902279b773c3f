import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { startBlocks } from '@commonweal/contracts/addresses'
import type { Address } from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'
import { readInRanges } from './readProposals.ts'

/** A vouch that counts now. `expiresAt` is its last Unix second. */
export type Vouch = { memberId: number; voucher: Address; expiresAt: number }

/** Who vouches for a candidate now, and how many it takes (zero: nobody is let in by vouching). */
export type Vouches = { needed: number; standing: Vouch[] }

/**
 * Reads who vouches for a candidate, from the events of the roll, and leaves out what does not count any more: as the
 * roll itself does, what has expired, and what was given in an earlier stay of its voucher.
 *
 * @throws ChainError
 */
export async function readVouches(chain: Chain, community: Community, candidate: Address): Promise<Vouches> {
  const { client } = chain
  const membership = { address: community.membership, abi: membershipAbi } as const
  try {
    const { number: toBlock, timestamp: now } = await client.getBlock({ blockTag: 'latest' })
    const read = <const eventName extends 'Vouched' | 'VouchWithdrawn' | 'MemberAdmitted'>(
      eventName: eventName,
      args: object,
    ) =>
      readInRanges(
        (from, to) =>
          client.getContractEvents({
            ...membership,
            eventName,
            args: args as never,
            fromBlock: from,
            toBlock: to,
            strict: true,
          }),
        BigInt(startBlocks[chain.chainId] ?? 0),
        toBlock,
      )
    const [{ needed }, given, withdrawn, admitted] = await Promise.all([
      client.readContract({ ...membership, functionName: 'vouching' }),
      read('Vouched', { candidate }),
      read('VouchWithdrawn', { candidate }),
      read('MemberAdmitted', { account: candidate }),
    ])
    type Place = { blockNumber: bigint; logIndex: number }
    const isAfter = (one: Place, other: Place) =>
      one.blockNumber === other.blockNumber
        ? one.logIndex > other.logIndex
        : one.blockNumber > other.blockNumber
    const latest = new Map(given.map((event) => [event.args.voucher, event]))
    const standing: Vouch[] = []
    for (const [memberId, event] of latest) {
      const over =
        Number(event.args.expiresAt) < now ||
        admitted.some((join) => isAfter(join, event)) ||
        withdrawn.some((each) => each.args.voucher === memberId && isAfter(each, event))
      if (over) continue
      const [{ timestamp: givenAt }, voucher] = await Promise.all([
        client.getBlock({ blockNumber: event.blockNumber }),
        client.readContract({ ...membership, functionName: 'accountOf', args: [memberId] }),
      ])
      const record = await client.readContract({ ...membership, functionName: 'memberOf', args: [voucher] })
      if (record.memberId !== memberId || record.joinedAt >= givenAt) continue
      standing.push({ memberId: Number(memberId), voucher, expiresAt: Number(event.args.expiresAt) })
    }
    return { needed, standing: standing.sort((one, other) => one.expiresAt - other.expiresAt) }
  } catch (error) {
    throw explainFailure(error, 'reading who vouches', chain.rpcUrl)
  }
}
