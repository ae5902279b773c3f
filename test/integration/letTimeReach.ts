import type { PublicClient } from 'viem'

/**
 * Moves the chain's clock on until its latest block is no earlier than a moment.
 *
 * @param moment Unix seconds
 */
export async function letTimeReach(chain: PublicClient, moment: number): Promise<void> {
  for (;;) {
    const { timestamp } = await chain.getBlock()
    const missing = moment - Number(timestamp)
    if (missing <= 0) return
    await chain.request({ method: 'evm_increaseTime', params: [missing] } as never)
    await chain.request({ method: 'evm_mine', params: [] } as never)
  }
}
