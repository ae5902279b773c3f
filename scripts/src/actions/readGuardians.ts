import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { startBlocks } from '@commonweal/contracts/addresses'
import type { Address } from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'
import { readInRanges } from './readProposals.ts'

/** How long a recovery stays ready, in seconds: what nobody finishes must not lie in wait for ever. */
const readyFor = 30 * 86_400

/** A recovery of a membership to the account `to`. Moments in Unix seconds, zero while too few support it. */
export type Recovery = {
  to: Address
  supporters: Address[]
  readyAt: number
  /** The last second in which it can be finished. */
  lapsesAt: number
}

/** Who may help a member to a new key, and what is under way. */
export type Guardianship = { guardians: Address[]; threshold: number; recoveries: Recovery[] }

/**
 * Reads a member's guardians, and its recoveries that are under way.
 *
 * @throws ChainError
 */
export async function readGuardians(
  chain: Chain,
  community: Community,
  memberId: number,
): Promise<Guardianship> {
  const { client } = chain
  const id = BigInt(memberId)
  const membership = { address: community.membership, abi: membershipAbi } as const
  try {
    const { number: toBlock, timestamp: now } = await client.getBlock({ blockTag: 'latest' })
    const read = <const eventName extends 'RecoverySupported' | 'RecoveryStarted'>(eventName: eventName) =>
      readInRanges(
        (from, to) =>
          client.getContractEvents({
            ...membership,
            eventName,
            args: { memberId: id } as never,
            fromBlock: from,
            toBlock: to,
            strict: true,
          }),
        BigInt(startBlocks[chain.chainId] ?? 0),
        toBlock,
      )
    const [[guardians, threshold], account, supported, started] = await Promise.all([
      client.readContract({ ...membership, functionName: 'guardiansOf', args: [id] }),
      client.readContract({ ...membership, functionName: 'accountOf', args: [id] }),
      read('RecoverySupported'),
      read('RecoveryStarted'),
    ])
    const { joinedAt } = await client.readContract({
      ...membership,
      functionName: 'memberOf',
      args: [account],
    })
    const recoveries: Recovery[] = []
    for (const to of new Set([...supported, ...started].map((event) => event.args.to))) {
      const { startedAt, readyAt, supporters } = await client.readContract({
        ...membership,
        functionName: 'recoveryOf',
        args: [id, to],
      })
      // One that has lapsed, or that is of an earlier stay, starts from nothing.
      const lapsesAt = startedAt === 0 ? 0 : readyAt + readyFor
      const over = startedAt === 0 ? supporters === 0 : startedAt < joinedAt || now > lapsesAt
      if (over) continue
      recoveries.push({
        to,
        supporters: guardians.filter((_, index) => (supporters >> index) % 2 === 1),
        readyAt: startedAt === 0 ? 0 : readyAt,
        lapsesAt,
      })
    }
    return { guardians: [...guardians], threshold: Number(threshold), recoveries }
  } catch (error) {
    throw explainFailure(error, 'reading the guardians', chain.rpcUrl)
  }
}
