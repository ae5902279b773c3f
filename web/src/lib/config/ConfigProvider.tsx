'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { ClientConfig } from './readConfig'

const ConfigContext = createContext<ClientConfig | undefined>(undefined)

/** Hands the server's configuration to the parts that run in the browser. */
export function ConfigProvider({
  config,
  nonce,
  children,
}: {
  config: ClientConfig
  nonce: string | undefined
  children: ReactNode
}) {
  // Dialogs add a style element while they lock scrolling; its library reads the nonce from this name. Only the nonce
  // the document came with is valid: a refresh of the page's data brings another one, which is not.
  const scope = globalThis as { __webpack_nonce__?: string }
  if (typeof window !== 'undefined' && nonce) scope.__webpack_nonce__ ??= nonce
  return <ConfigContext.Provider value={config}>{children}</ConfigContext.Provider>
}

/** The configuration, in client components. */
export function useConfig(): ClientConfig {
  const config = useContext(ConfigContext)
  if (config === undefined) throw new Error('useConfig is used outside ConfigProvider.')
  return config
}
