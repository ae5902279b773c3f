import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { ballotOutcome } from '@commonweal/sdk/governance/ballotOutcome'
import {
  type DescribedOutcome,
  describeOutcome,
  describeOutcomes,
} from '@commonweal/sdk/governance/describeOutcomes'
import { signedBallot } from '@commonweal/sdk/governance/memberBallot'
import { type Duplicate, defaultBatchBytes, prepareBatch } from '@commonweal/sdk/governance/prepareBatch'
import { type Address, type Hex, type LocalAccount, zeroAddress } from 'viem'
import type { CheckedBallot } from './checkBallots.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'
import { sendTransaction } from './sendTransaction.ts'

/** What became of the ballots, and by which transactions. */
export type BallotAccount = {
  outcomes: DescribedOutcome<CheckedBallot>[]
  duplicates: Duplicate<CheckedBallot>[]
  transactions: Hex[]
}

const call = (governor: Address, ballots: readonly CheckedBallot[]) =>
  ({
    address: governor,
    abi: communityGovernorAbi,
    functionName: 'castVotesBySig',
    args: [
      ballots.map(({ proposalId, support, voter, reason, deadline, signature }) =>
        signedBallot({ proposalId, support, voter, reason, deadline }, signature),
      ),
    ],
  }) as const

/** Whom the voter of each ballot had lent its vote to when its proposal was made. */
async function readDelegates(
  chain: Chain,
  community: Community,
  ballots: readonly CheckedBallot[],
): Promise<Map<CheckedBallot, Address>> {
  const governor = { address: community.governor, abi: communityGovernorAbi } as const
  const membership = { address: community.membership, abi: membershipAbi } as const
  const delegates = new Map<CheckedBallot, Address>()
  const accounts = new Map<bigint, Promise<Address>>()
  for (const proposalId of new Set(ballots.map((ballot) => ballot.proposalId))) {
    const together = ballots.filter((ballot) => ballot.proposalId === proposalId)
    const [createdAt, snapshot] = await Promise.all([
      chain.client.readContract({ ...governor, functionName: 'proposalCreatedAt', args: [proposalId] }),
      chain.client.readContract({ ...governor, functionName: 'proposalSnapshot', args: [proposalId] }),
    ])
    if (createdAt === 0n) continue
    const rights = await chain.client.readContract({
      ...membership,
      functionName: 'votingRightsOf',
      args: [together.map((ballot) => ballot.voter), createdAt, snapshot],
    })
    for (const [index, ballot] of together.entries()) {
      const delegateId = (rights[index] ?? 0n) >> 128n
      if (delegateId === 0n) continue
      const account =
        accounts.get(delegateId) ??
        chain.client.readContract({ ...membership, functionName: 'accountOf', args: [delegateId] })
      accounts.set(delegateId, account)
      if ((await account) !== zeroAddress) delegates.set(ballot, await account)
    }
  }
  return delegates
}

/** What the Governor would say to the ballots now. */
async function foretell(
  chain: Chain,
  sender: Address,
  governor: Address,
  ballots: readonly CheckedBallot[],
): Promise<DescribedOutcome<CheckedBallot>[]> {
  const { result } = await chain.client.simulateContract({ ...call(governor, ballots), account: sender })
  return ballots.map((ballot, index) => describeOutcome(ballot, ballotOutcome(result[index] ?? -1)))
}

/** What the chain thinks the batch takes; undefined where it takes more than the chain would give. */
async function estimate(
  chain: Chain,
  sender: Address,
  governor: Address,
  ballots: readonly CheckedBallot[],
): Promise<bigint | undefined> {
  try {
    return await chain.client.estimateContractGas({ ...call(governor, ballots), account: sender })
  } catch (error) {
    const explained = explainFailure(error, 'bringing in the ballots', chain.rpcUrl)
    if (explained.code === 'rpc_unreachable' || explained.code === 'insufficient_funds') throw explained
    return undefined
  }
}

/**
 * Brings checked ballots to the chain: in one transaction, or in more where one would not fit into a block or would be
 * refused for its size. Ballots that would not count are left out of it, so that nobody pays for them.
 *
 * @param account Sends and pays; anyone.
 * @param told Filled as transactions go through: after an error it tells what had happened by then.
 * @throws CommonwealError
 */
export async function submitBallots(
  chain: Chain,
  account: LocalAccount,
  community: Community,
  ballots: readonly CheckedBallot[],
  told: BallotAccount,
): Promise<void> {
  const { governor } = community
  try {
    const delegates = await readDelegates(chain, community, ballots)
    const block = await chain.client.getBlock({ blockTag: 'latest' })
    // A tenth is for what the estimate cannot know, such as who votes in between.
    const most = (block.gasLimit * 9n) / 10n
    const { batches, duplicates } = prepareBatch(ballots, {
      limits: { gas: most, bytes: defaultBatchBytes },
      isContract: (ballot) => ballot.byContract,
      delegateOf: (ballot) => delegates.get(ballot),
    })
    told.duplicates.push(...duplicates)
    const waiting = batches.map((batch) => batch.ballots)
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const foretold = await foretell(chain, account.address, governor, batch)
      const counting = foretold.filter(({ outcome }) => outcome === 'counted').map(({ ballot }) => ballot)
      told.outcomes.push(...foretold.filter(({ outcome }) => outcome !== 'counted'))
      if (counting.length === 0) continue
      const gas = await estimate(chain, account.address, governor, counting)
      if (counting.length > 1 && (gas === undefined || gas > most)) {
        const half = Math.ceil(counting.length / 2)
        waiting.unshift(counting.slice(0, half), counting.slice(half))
        continue
      }
      const receipt = await sendTransaction(
        chain,
        account,
        { ...call(governor, counting), ...(gas === undefined ? {} : { gas: (gas * 11n) / 10n }) },
        'bringing in the ballots',
      )
      told.transactions.push(receipt.transactionHash)
      told.outcomes.push(...describeOutcomes(counting, receipt.logs, governor))
    }
  } catch (error) {
    throw explainFailure(error, 'bringing in the ballots', chain.rpcUrl)
  }
}
