import {
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  isHex,
  numberToHex,
  type RpcTransactionRequest,
} from 'viem'
import { networkOf } from '@/lib/chain/networkOf'
import type { ClientConfig } from '@/lib/config/readConfig'
import { developmentAccount } from './developmentAccounts'
import {
  chosenAccount,
  developmentRdns,
  isConnected,
  onAccountChosen,
  rememberConnected,
} from './developmentChoice'

type Listener = (value: unknown) => void

const icon =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="%237c4306"/><path d="M9 16h14M16 9v14" stroke="white" stroke-width="3"/></svg>'

/**
 * Announces a wallet (EIP-6963) that signs with the public development keys and asks nobody. It is offered on
 * development stacks alone; the configuration refuses any other chain.
 */
export function announceDevelopmentWallet(config: ClientConfig): void {
  const chain = networkOf(config)
  const transport = http(config.rpcUrl)
  const reader = createPublicClient({ chain, transport })
  const listeners = new Map<string, Set<Listener>>()
  const emit = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }
  const account = () => developmentAccount(chosenAccount())
  onAccountChosen(() => {
    if (isConnected()) emit('accountsChanged', [account().address])
  })

  async function request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
    const values = (params ?? []) as unknown[]
    switch (method) {
      case 'eth_requestAccounts':
        rememberConnected(true)
        return [account().address]
      case 'eth_accounts':
        return isConnected() ? [account().address] : []
      case 'wallet_requestPermissions':
        rememberConnected(true)
        return [{ parentCapability: 'eth_accounts' }]
      case 'wallet_revokePermissions':
        rememberConnected(false)
        return null
      case 'eth_chainId':
        return numberToHex(config.chainId)
      case 'wallet_switchEthereumChain':
        return null
      case 'eth_sendTransaction': {
        const { to, data, value, gas } = values[0] as RpcTransactionRequest
        return createWalletClient({ account: account(), chain, transport }).sendTransaction({
          to: to ?? undefined,
          data,
          value: value ? BigInt(value) : undefined,
          gas: gas ? BigInt(gas) : undefined,
        })
      }
      case 'personal_sign': {
        const text = values[0] as string
        return account().signMessage({ message: isHex(text) ? { raw: text as Hex } : text })
      }
      case 'eth_signTypedData_v4':
        return account().signTypedData(JSON.parse(values[1] as string))
      default:
        return reader.request({ method, params } as never)
    }
  }

  const provider = {
    request,
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener)
    },
  }
  const detail = Object.freeze({
    info: {
      uuid: crypto.randomUUID(),
      name: 'Development wallet',
      icon,
      rdns: developmentRdns,
    },
    provider,
  })
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
}
