const key = 'commonweal.development.account'

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
