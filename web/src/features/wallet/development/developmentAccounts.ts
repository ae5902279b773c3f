import { type HDAccount, mnemonicToAccount } from 'viem/accounts'

/** Public: printed in the handbook of every Ethereum development tool. Worth nothing on any real chain. */
const publicPhrase = 'test test test test test test test test test test test junk'

/** The accounts of the public development phrase that the demo community's members use. */
export const developmentAccountNumbers = [1, 2, 3, 4, 5] as const

const accounts = new Map<number, HDAccount>()

/** One of those accounts. Deriving one takes some tens of milliseconds, so it is done once. */
export function developmentAccount(number: number): HDAccount {
  const account = accounts.get(number) ?? mnemonicToAccount(publicPhrase, { addressIndex: number })
  accounts.set(number, account)
  return account
}
