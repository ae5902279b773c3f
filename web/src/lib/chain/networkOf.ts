import { type Chain, defineChain } from 'viem'

/** viem's description of the configured chain. */
export function networkOf({ chainId, rpcUrl }: { chainId: number; rpcUrl: string }): Chain {
  const development = chainId === 31337 || chainId === 1337
  return defineChain({
    id: chainId,
    name: development ? 'Commonweal development chain' : `Chain ${chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    testnet: development,
  })
}
