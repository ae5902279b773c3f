import type { Page } from '@playwright/test'
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  isHex,
  numberToHex,
  type RpcTransactionRequest,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** What a wallet answers when its person says no (EIP-1193). */
const USER_REJECTED = 4001
/** What a wallet answers when it does not know the chain (EIP-3326). */
const UNKNOWN_CHAIN = 4902

type Answer = { result: unknown } | { error: { code: number; message: string } }

/** A browser wallet in the hands of the test: announced by EIP-6963, signing with a real key. */
export type Wallet = {
  readonly address: Hex
  /** Every request the page made, in order. */
  readonly requests: { method: string; params: unknown }[]
  /** The next transaction or signature is refused, as a person would by pressing "Reject". */
  rejectNext(): void
  /** The person picks another account in the wallet: a real `accountsChanged`. */
  useAccount(privateKey: Hex): Promise<void>
  /** The person picks another chain in the wallet: a real `chainChanged`. */
  useChain(chainId: number): Promise<void>
}

/**
 * Announces a wallet to every page of the context before its own scripts run.
 *
 * @param page the page that will look for wallets
 * @param options.privateKey the key it signs with
 * @param options.rpcUrl the chain it sends to
 * @param options.chainId the chain it is on
 */
export async function announceWallet(
  page: Page,
  options: { privateKey: Hex; rpcUrl: string; chainId: number; name?: string },
): Promise<Wallet> {
  const chain = defineChain({
    id: options.chainId,
    name: 'local',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [options.rpcUrl] } },
  })
  const transport = http(options.rpcUrl)
  const reader = createPublicClient({ chain, transport })

  let account = privateKeyToAccount(options.privateKey)
  let chainId = options.chainId
  let connected = false
  let rejections = 0
  const requests: Wallet['requests'] = []

  const rejected = (): Answer => ({ error: { code: USER_REJECTED, message: 'User rejected the request.' } })
  const asksThePerson = new Set(['eth_sendTransaction', 'personal_sign', 'eth_signTypedData_v4'])

  async function answer(method: string, params: unknown[]): Promise<Answer> {
    requests.push({ method, params })
    if (asksThePerson.has(method) && rejections > 0) {
      rejections -= 1
      return rejected()
    }
    switch (method) {
      case 'eth_requestAccounts':
      case 'wallet_requestPermissions':
        connected = true
        return {
          result:
            method === 'eth_requestAccounts' ? [account.address] : [{ parentCapability: 'eth_accounts' }],
        }
      case 'wallet_revokePermissions':
        connected = false
        return { result: null }
      case 'eth_accounts':
        return { result: connected ? [account.address] : [] }
      case 'eth_chainId':
        return { result: numberToHex(chainId) }
      case 'wallet_switchEthereumChain': {
        const wanted = Number((params[0] as { chainId: Hex }).chainId)
        if (wanted !== options.chainId)
          return { error: { code: UNKNOWN_CHAIN, message: 'Unrecognized chain' } }
        await useChain(wanted)
        return { result: null }
      }
      case 'eth_sendTransaction': {
        const request = params[0] as RpcTransactionRequest
        const client = createWalletClient({ account, chain, transport })
        const hash = await client.sendTransaction({
          to: request.to ?? undefined,
          data: request.data,
          value: request.value ? BigInt(request.value) : undefined,
          gas: request.gas ? BigInt(request.gas) : undefined,
        })
        return { result: hash }
      }
      case 'personal_sign': {
        const raw = params[0] as string
        return { result: await account.signMessage({ message: isHex(raw) ? { raw } : raw }) }
      }
      case 'eth_signTypedData_v4':
        return { result: await account.signTypedData(JSON.parse(params[1] as string)) }
      default:
        return { result: await reader.request({ method, params } as never) }
    }
  }

  await page.exposeFunction('commonwealTestWallet', async (method: string, params: string) => {
    try {
      return await answer(method, JSON.parse(params))
    } catch (cause) {
      const { code, message, data } = cause as { code?: number; message?: string; data?: unknown }
      return { error: { code: code ?? -32603, message: message ?? String(cause), data } }
    }
  })
  await page.addInitScript(announce, options.name ?? 'Test wallet')

  async function emit(event: string, value: unknown) {
    await page.evaluate(
      ([name, detail]) =>
        (window as unknown as { commonwealTestEmit?: (n: string, d: unknown) => void }).commonwealTestEmit?.(
          name as string,
          detail,
        ),
      [event, value] as const,
    )
  }

  async function useChain(next: number) {
    chainId = next
    await emit('chainChanged', numberToHex(next))
  }

  return {
    get address() {
      return account.address
    },
    requests,
    rejectNext() {
      rejections += 1
    },
    async useAccount(privateKey) {
      account = privateKeyToAccount(privateKey)
      if (connected) await emit('accountsChanged', [account.address])
    },
    useChain,
  }
}

/** Runs in the page, so it may use nothing from this module. */
function announce(name: string) {
  type Listener = (value: unknown) => void
  type Window6963 = typeof globalThis & {
    commonwealTestWallet(method: string, params: string): Promise<{ result?: unknown; error?: object }>
    commonwealTestEmit(event: string, value: unknown): void
  }
  const page = globalThis as unknown as Window6963
  const listeners = new Map<string, Set<Listener>>()
  const provider = {
    async request({ method, params }: { method: string; params?: unknown }) {
      const answer = await page.commonwealTestWallet(method, JSON.stringify(params ?? []))
      if (answer.error)
        throw Object.assign(new Error((answer.error as { message: string }).message), answer.error)
      return answer.result
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      return provider
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener)
      return provider
    },
  }
  page.commonwealTestEmit = (event, value) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }
  const icon =
    'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="%23157"/></svg>'
  const detail = Object.freeze({
    info: { uuid: '4f1c0f3e-7f4a-4b9e-9b2c-0c6f7a1d2e3f', name, icon, rdns: 'test.commonweal.wallet' },
    provider,
  })
  const announceProvider = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announceProvider)
  announceProvider()
}
