import type { Role } from '@commonweal/sdk/governance/roles'
import { bytesToHex, type HDAccount } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

/**
 * The phrase every Ethereum development tool uses. Its keys are PUBLIC: whatever is sent to them on a real network is
 * taken at once. They exist here so that a demo can be tried without making keys.
 */
export const publicDevelopmentPhrase = 'test test test test test test test test test test test junk'

/** Somebody of the demo. `roles` is undefined for who is not a member. */
export type DevelopmentWallet = {
  name: string
  account: HDAccount
  privateKey: `0x${string}`
  roles?: readonly Role[]
}

const people: readonly { name: string; roles?: readonly Role[] }[] = [
  { name: 'deployer' },
  { name: 'Amara, elder', roles: ['elder'] },
  { name: 'Bao, steward', roles: ['steward'] },
  { name: 'Carmen, member', roles: [] },
  { name: 'Dawit, member', roles: [] },
  { name: 'Esi, member', roles: [] },
  { name: 'Farid, contributor' },
]

/** Accounts 0 to 6 of the phrase, by their part in the demo. */
export function developmentWallets(): DevelopmentWallet[] {
  return people.map((person, addressIndex) => {
    const account = mnemonicToAccount(publicDevelopmentPhrase, { addressIndex })
    return { ...person, account, privateKey: bytesToHex(account.getHdKey().privateKey as Uint8Array) }
  })
}
