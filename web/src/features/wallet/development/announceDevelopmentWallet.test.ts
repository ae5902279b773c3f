// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClientConfig } from '@/lib/config/readConfig'

type Provider = {
  request(call: { method: string; params?: unknown }): Promise<unknown>
  on(event: string, listener: (value: unknown) => void): void
}

const config = { rpcUrl: 'http://127.0.0.1:1', chainId: 31337, development: true } as ClientConfig
const account1 = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const account2 = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'

/** The wallet as a page finds it after a load; what it remembers of earlier pages stays. */
async function announced(): Promise<Provider> {
  vi.resetModules()
  const found: Provider[] = []
  const listen = (event: Event) => found.push((event as CustomEvent<{ provider: Provider }>).detail.provider)
  window.addEventListener('eip6963:announceProvider', listen)
  const { announceDevelopmentWallet } = await import('./announceDevelopmentWallet')
  announceDevelopmentWallet(config)
  window.removeEventListener('eip6963:announceProvider', listen)
  const provider = found.at(-1)
  if (provider === undefined) throw new Error('The wallet did not announce itself.')
  return provider
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

describe('the development wallet', () => {
  it('shows no account before a person connects it', async () => {
    const wallet = await announced()
    expect(await wallet.request({ method: 'eth_accounts' })).toEqual([])
    expect(await wallet.request({ method: 'eth_chainId' })).toBe('0x7a69')
  })

  it('shows the chosen account once connected, after a reload too, and none once disconnected', async () => {
    const wallet = await announced()
    expect(await wallet.request({ method: 'eth_requestAccounts' })).toEqual([account1])
    const reloaded = await announced()
    expect(await reloaded.request({ method: 'eth_accounts' })).toEqual([account1])
    await reloaded.request({ method: 'wallet_revokePermissions' })
    expect(await reloaded.request({ method: 'eth_accounts' })).toEqual([])
  })

  it('tells the page when another account is chosen, if it is connected', async () => {
    const wallet = await announced()
    const { chooseAccount } = await import('./developmentChoice')
    const heard = vi.fn()
    wallet.on('accountsChanged', heard)
    chooseAccount(3)
    expect(heard).not.toHaveBeenCalled()
    await wallet.request({ method: 'eth_requestAccounts' })
    chooseAccount(2)
    expect(heard).toHaveBeenCalledExactlyOnceWith([account2])
  })
})
