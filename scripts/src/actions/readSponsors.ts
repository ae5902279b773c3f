import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { type Address, parseEventLogs } from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'
import type { Proposal } from './readProposals.ts'

/**
 * Reads who signed for a proposal besides who made it: told in the transaction that made it.
 *
 * @throws ChainError
 */
export async function readSponsors(
  chain: Chain,
  { governor }: Community,
  { proposalId, transaction }: Proposal,
): Promise<Address[]> {
  try {
    const { logs } = await chain.client.getTransactionReceipt({ hash: transaction })
    return parseEventLogs({ abi: communityGovernorAbi, eventName: 'ProposalSponsored', logs })
      .filter((log) => log.address.toLowerCase() === governor.toLowerCase())
      .filter(({ args }) => args.proposalId === proposalId)
      .map(({ args }) => args.sponsor)
  } catch (error) {
    throw explainFailure(error, 'reading who signed for the proposal', chain.rpcUrl)
  }
}
