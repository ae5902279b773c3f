import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { startBlocks } from '@commonweal/contracts/addresses'
import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'
import { readInRanges } from './readProposals.ts'

/** What an account is to a community. Moments in Unix seconds. */
export type Standing = {
  account: Address
  /** `recovered`: its membership has moved to another account. `barred`: removed by the community. */
  status: 'member' | 'left' | 'barred' | 'recovered' | 'never'
  /** Undefined for who never was a member, and for a key that no longer is one's. */
  memberId: number | undefined
  joinedAt: number
  leftAt: number
  roles: number
  /** Votes it could cast on a proposal made in the next second. */
  votes: number
  /** Whom its own vote is lent to; undefined for nobody. */
  delegate: Address | undefined
  /** Where its membership moved to. */
  recoveredTo: Address | undefined
}

/** The account that a membership of `account` moved to, however often it moved; undefined where it never did. */
async function readRecoveredTo(
  chain: Chain,
  community: Community,
  account: Address,
): Promise<Address | undefined> {
  const moves = await readInRanges(
    (fromBlock, toBlock) =>
      chain.client.getContractEvents({
        address: community.membership,
        abi: membershipAbi,
        eventName: 'MemberRecovered',
        fromBlock,
        toBlock,
        strict: true,
      }),
    BigInt(startBlocks[chain.chainId] ?? 0),
    await chain.client.getBlockNumber(),
  )
  let present: Address | undefined
  for (const { args } of moves) {
    if (isAddressEqual(args.from, present ?? account)) present = args.to
  }
  return present
}

/**
 * Reads what an account is to a community now.
 *
 * @throws ChainError
 */
export async function readStanding(chain: Chain, community: Community, account: Address): Promise<Standing> {
  const membership = { address: community.membership, abi: membershipAbi } as const
  try {
    const [record, votes, delegate] = await Promise.all([
      chain.client.readContract({ ...membership, functionName: 'memberOf', args: [account] }),
      chain.client.readContract({ ...membership, functionName: 'getVotes', args: [account] }),
      chain.client.readContract({ ...membership, functionName: 'delegates', args: [account] }),
    ])
    const { memberId, joinedAt, leftAt, roles, barred } = record
    const recoveredTo = memberId === 0n ? await readRecoveredTo(chain, community, account) : undefined
    const departed = barred ? 'barred' : 'left'
    const absent = recoveredTo === undefined ? 'never' : 'recovered'
    const lent = !isAddressEqual(delegate, zeroAddress) && !isAddressEqual(delegate, account)
    return {
      account,
      status: memberId === 0n ? absent : leftAt === 0 ? 'member' : departed,
      memberId: memberId === 0n ? undefined : Number(memberId),
      joinedAt,
      leftAt,
      roles,
      votes: Number(votes),
      delegate: lent ? delegate : undefined,
      recoveredTo,
    }
  } catch (error) {
    throw explainFailure(error, 'reading the roll of members', chain.rpcUrl)
  }
}

/**
 * Finds who is a member under an id.
 *
 * @throws ChainError `unknown_member`.
 */
export async function readAccountOf(chain: Chain, community: Community, memberId: number): Promise<Address> {
  try {
    const account = await chain.client.readContract({
      address: community.membership,
      abi: membershipAbi,
      functionName: 'accountOf',
      args: [BigInt(memberId)],
    })
    if (!isAddressEqual(account, zeroAddress)) return account
  } catch (error) {
    throw explainFailure(error, 'reading the roll of members', chain.rpcUrl)
  }
  throw new ChainError(`${community.name} has no member ${memberId} now.`, {
    code: 'unknown_member',
    details: { memberId, communityId: community.communityId },
    next: 'List them with `member list`.',
  })
}
