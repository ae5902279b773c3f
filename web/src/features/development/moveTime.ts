/** A refusal or silence of the local chain. */
class DevelopmentChainError extends Error {
  override name = 'DevelopmentChainError'
}

async function call<T>(rpcUrl: string, method: string, params: unknown[]): Promise<T> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(10_000),
  })
  const { result, error } = (await response.json()) as { result?: T; error?: { message: string } }
  if (error !== undefined || result === undefined) throw new DevelopmentChainError(error?.message ?? method)
  return result
}

async function chainTime(rpcUrl: string): Promise<number> {
  const block = await call<{ timestamp: string }>(rpcUrl, 'eth_getBlockByNumber', ['latest', false])
  return Number(block.timestamp)
}

/**
 * Moves a development chain's clock forward and makes a block, so that everything that waits for a time sees it.
 *
 * @param to Unix seconds to reach, or the seconds to add.
 * @returns The chain's new time.
 */
export async function moveTime(rpcUrl: string, to: { at: number } | { by: number }): Promise<number> {
  const now = await chainTime(rpcUrl)
  const seconds = 'by' in to ? to.by : to.at - now
  if (seconds > 0) {
    await call(rpcUrl, 'evm_increaseTime', [seconds])
    await call(rpcUrl, 'evm_mine', [])
  }
  return chainTime(rpcUrl)
}
