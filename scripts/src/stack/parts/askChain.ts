/**
 * One JSON-RPC call, with a deadline of ten seconds.
 *
 * @throws Error with what the node said.
 */
export async function askChain<T>(
  url: string,
  method: string,
  params: readonly unknown[] = [],
  signal: AbortSignal = AbortSignal.timeout(10_000),
): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal,
  })
  const { result, error } = (await response.json()) as { result?: T; error?: { message: string } }
  if (error) throw new Error(`${method}: ${error.message}`)
  return result as T
}

/** Numbers of a block; `timestamp` in Unix seconds. */
export type BlockFacts = { number: number; timestamp: number; transactions: number }

export async function readBlock(url: string, tag: string): Promise<BlockFacts> {
  const block = await askChain<{ number: string; timestamp: string; transactions: string[] } | null>(
    url,
    'eth_getBlockByNumber',
    [tag, false],
  )
  if (block === null) throw new Error(`There is no block ${tag}.`)
  return {
    number: Number(block.number),
    timestamp: Number(block.timestamp),
    transactions: block.transactions.length,
  }
}
