import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { startBlocks } from '@commonweal/contracts/addresses'
import {
  formatLog,
  type Hex,
  numberToHex,
  type ParseEventLogsReturnType,
  parseEventLogs,
  type RpcLog,
} from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import { readInRanges } from './readProposals.ts'

/** What the contract has told of a round. */
export type RoundEvent = ParseEventLogsReturnType<typeof quadraticFundingAbi, undefined, true>[number]

/**
 * Reads everything that the contract told of a round up to a block, in its order.
 *
 * @throws ChainError
 */
export async function readRoundEvents(chain: Chain, roundId: Hex, toBlock: bigint): Promise<RoundEvent[]> {
  try {
    const logs = await readInRanges(
      (from, to) =>
        // Every event of a round has its id as the first topic, whichever event it is.
        chain.client.request({
          method: 'eth_getLogs',
          params: [
            {
              address: chain.addresses.quadraticFunding,
              topics: [null, roundId],
              fromBlock: numberToHex(from),
              toBlock: numberToHex(to),
            },
          ],
        }) as Promise<RpcLog[]>,
      BigInt(startBlocks[chain.chainId] ?? 0),
      toBlock,
    )
    return parseEventLogs({ abi: quadraticFundingAbi, logs: logs.map((log) => formatLog(log)) })
  } catch (error) {
    throw explainFailure(error, 'reading what happened in the round', chain.rpcUrl)
  }
}

/** Ids of a community's rounds, in the order in which they were opened. */
export async function readRoundIds(chain: Chain, communityId: Hex): Promise<Hex[]> {
  try {
    const opened = await readInRanges(
      (fromBlock, toBlock) =>
        chain.client.getContractEvents({
          address: chain.addresses.quadraticFunding,
          abi: quadraticFundingAbi,
          eventName: 'RoundOpened',
          args: { communityId },
          fromBlock,
          toBlock,
          strict: true,
        }),
      BigInt(startBlocks[chain.chainId] ?? 0),
      await chain.client.getBlockNumber(),
    )
    return opened.map(({ args }) => args.roundId)
  } catch (error) {
    throw explainFailure(error, 'reading the rounds', chain.rpcUrl)
  }
}
