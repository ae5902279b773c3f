import { useSyncExternalStore } from 'react'

/** What the page knows about wallets before any wallet code is loaded. */
type WalletState = {
  /** Whether wallet code is wanted: the person asked for it now, or connected a wallet here before. */
  wanted: boolean
  /** Whether the wallet dialog is open. */
  open: boolean
}

const remembered = 'commonweal.wallet'
const atFirst: WalletState = { wanted: false, open: false }
let state: WalletState = atFirst
let started = false
const listeners = new Set<() => void>()

function set(next: Partial<WalletState>) {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  if (!started) {
    started = true
    try {
      if (localStorage.getItem(remembered) === '1') queueMicrotask(() => set({ wanted: true }))
    } catch {
      // A browser that keeps nothing starts from nothing.
    }
  }
  return () => listeners.delete(listener)
}

/** The wallet state of this page. On the server, and until the browser has taken over, nothing is wanted. */
export function useWalletState(): WalletState {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => atFirst,
  )
}

/** Loads wallet code and opens the dialog. */
export function openWallet() {
  set({ wanted: true, open: true })
}

/** Closes the dialog. */
export function closeWallet() {
  set({ open: false })
}

/** Remembers whether to load wallet code by itself the next time. */
export function rememberWallet(connected: boolean) {
  try {
    if (connected) localStorage.setItem(remembered, '1')
    else localStorage.removeItem(remembered)
  } catch {
    // See above.
  }
}
