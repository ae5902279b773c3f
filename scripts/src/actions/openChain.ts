import { type Addresses, addresses as knownAddresses } from '@commonweal/contracts/addresses'
import { createPublicClient, defineChain, http, type PublicClient } from 'viem'
import { ChainError } from './ChainError.ts'
import { redactUrl } from './redactUrl.ts'

/** A chain that has answered, and where Commonweal's contracts are on it. */
export type Chain = {
  chainId: number
  rpcUrl: string
  client: PublicClient
  addresses: Addresses
}

/** Milliseconds after which an RPC that says nothing counts as down. */
const rpcDeadline = 10_000

/**
 * Connects to a chain and makes sure that it is the one meant and that the contracts are there.
 *
 * @param chainId What the chain has to be; left out, whatever the RPC says.
 * @param deadline Milliseconds for each question.
 * @param addresses For chains that the generated list does not know.
 * @throws ChainError `rpc_unreachable`, `wrong_chain` or `unknown_deployment`.
 */
export async function openChain({
  rpcUrl,
  chainId: expected,
  addresses,
  deadline = rpcDeadline,
}: {
  rpcUrl: string
  chainId?: number
  addresses?: Addresses
  deadline?: number
}): Promise<Chain> {
  const shown = redactUrl(rpcUrl)
  const transport = http(rpcUrl, { timeout: deadline, retryCount: 1, batch: true })
  const unreachable = (cause: unknown) =>
    new ChainError(`The chain's RPC at ${shown} does not answer.`, {
      code: 'rpc_unreachable',
      cause,
      details: { rpc: shown },
      next: 'Start the local stack with `npm start`, or name another RPC with --rpc-url or COMMONWEAL_RPC_URL.',
    })

  let chainId: number
  try {
    chainId = await createPublicClient({ transport }).getChainId()
  } catch (cause) {
    throw unreachable(cause)
  }
  if (expected !== undefined && chainId !== expected) {
    throw new ChainError(`The RPC at ${shown} serves chain ${chainId}, not chain ${expected}.`, {
      code: 'wrong_chain',
      details: { expected, actual: chainId },
      next: 'Name the RPC of the right chain, or the right chain id with --chain-id or COMMONWEAL_CHAIN_ID.',
    })
  }
  const known = addresses ?? knownAddresses[chainId]
  if (known === undefined) {
    throw new ChainError(`No deployment of Commonweal is known on chain ${chainId}.`, {
      code: 'unknown_deployment',
      details: { chainId, known: Object.keys(knownAddresses).map(Number) },
      next: 'Use a chain the contracts were deployed to.',
    })
  }
  const client = createPublicClient({
    transport,
    pollingInterval: 250,
    chain: defineChain({
      id: chainId,
      name: `chain ${chainId}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    }),
  })
  let code: string | undefined
  try {
    code = await client.getCode({ address: known.modelRegistry })
  } catch (cause) {
    throw unreachable(cause)
  }
  if (code === undefined) {
    throw new ChainError(`Chain ${chainId} at ${shown} has no ModelRegistry at ${known.modelRegistry}.`, {
      code: 'unknown_deployment',
      details: { chainId, modelRegistry: known.modelRegistry },
      next: 'Deploy the contracts first (`npm start` does it locally), or use another RPC.',
    })
  }
  return { chainId, rpcUrl, client, addresses: known }
}
