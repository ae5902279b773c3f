const key = 'commonweal.development.account'
const connectedKey = 'commonweal.development.connected'

/** How the development wallet is announced. */
export const developmentRdns = 'org.commonweal.development'

const listeners = new Set<(number: number) => void>()

/** The account the development wallet speaks for, 1 to 5. */
export function chosenAccount(): number {
  try {
    const number = Number(localStorage.getItem(key))
    return Number.isInteger(number) && number >= 1 && number <= 5 ? number : 1
  } catch {
    return 1
  }
}

/** Makes the development wallet speak for another account, as a person would by picking one in a wallet. */
export function chooseAccount(number: number) {
  localStorage.setItem(key, String(number))
  for (const listener of listeners) listener(number)
}

/** Hears of every {@link chooseAccount}. */
export function onAccountChosen(listener: (number: number) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Whether the person let this page use the development wallet. Kept across reloads; never assumed, or the page would
 * connect to it by itself in place of the wallet the person is about to choose.
 */
export function isConnected(): boolean {
  try {
    return localStorage.getItem(connectedKey) === '1'
  } catch {
    return false
  }
}

/** Keeps or forgets that the person connected the development wallet. */
export function rememberConnected(connected: boolean) {
  if (connected) localStorage.setItem(connectedKey, '1')
  else localStorage.removeItem(connectedKey)
}
