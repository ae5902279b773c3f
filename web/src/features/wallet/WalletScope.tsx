'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { WagmiContext } from 'wagmi'
import { useConfig } from '@/lib/config/ConfigProvider'
import { type WalletRuntime, walletRuntime } from './walletRuntime'

const RuntimeContext = createContext<WalletRuntime | undefined>(undefined)

/** Gives an island the page's wallet. Several islands share one, so none has to surround the whole page. */
export function WalletScope({ children }: { children: ReactNode }) {
  const config = useConfig()
  const [runtime] = useState(() => walletRuntime(config))
  return (
    <RuntimeContext value={runtime}>
      <WagmiContext value={runtime.wagmi}>
        <QueryClientProvider client={runtime.queries}>{children}</QueryClientProvider>
      </WagmiContext>
    </RuntimeContext>
  )
}

/** The page's wallet runtime, inside a {@link WalletScope}. */
export function useWalletRuntime(): WalletRuntime {
  const runtime = useContext(RuntimeContext)
  if (runtime === undefined) throw new Error('useWalletRuntime is used outside WalletScope.')
  return runtime
}
