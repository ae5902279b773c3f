import { QueryClient } from '@tanstack/react-query'
import type { PublicClient } from 'viem'
import { type Config, createConfig, createStorage, http } from 'wagmi'
import { reconnect, watchConnection } from 'wagmi/actions'
import { chainReader } from '@/lib/chain/chainReader'
import { networkOf } from '@/lib/chain/networkOf'
import type { ClientConfig } from '@/lib/config/readConfig'
import { rememberWallet } from './walletStore'

/** What every island with wallet code shares. */
export type WalletRuntime = {
  wagmi: Config
  queries: QueryClient
  reader: PublicClient
  /** Settles when a wallet that was connected before is connected again, or is not there. */
  ready: Promise<unknown>
}

let runtime: WalletRuntime | undefined

/** Makes the one wallet runtime of the page. Wallets are those that announce themselves (EIP-6963). */
export function walletRuntime(config: ClientConfig): WalletRuntime {
  if (runtime !== undefined) return runtime
  const network = networkOf(config)
  const wagmi = createConfig({
    chains: [network],
    transports: { [network.id]: http(config.rpcUrl) },
    multiInjectedProviderDiscovery: true,
    storage: createStorage({ key: 'commonweal', storage: window.localStorage }),
    batch: { multicall: false },
    pollingInterval: 1_000,
  })
  watchConnection(wagmi, {
    onChange({ status }) {
      if (status === 'connected') rememberWallet(true)
    },
  })
  const development = config.development
    ? import('./development/announceDevelopmentWallet').then(({ announceDevelopmentWallet }) =>
        announceDevelopmentWallet(config),
      )
    : Promise.resolve()
  runtime = {
    wagmi,
    queries: new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true } } }),
    reader: chainReader(config),
    ready: development.then(() => reconnect(wagmi)).catch(() => undefined),
  }
  return runtime
}
