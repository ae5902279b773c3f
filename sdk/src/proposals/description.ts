import { type Address, getAddress, isAddress } from 'viem'

const suffix = /#proposer=(0x[0-9a-fA-F]{40})$/

/**
 * Binds a description to its proposer, by OpenZeppelin's convention: without it any member could copy a proposal that
 * is on its way, propose it first, and cancel it.
 *
 * @param text What people read.
 */
export function composeDescription(text: string, proposer: Address): string {
  return `${text}#proposer=${getAddress(proposer)}`
}

/** What people read of a description, and whom it is bound to. */
export function readDescription(description: string): { text: string; proposer: Address | null } {
  const match = suffix.exec(description)
  if (match === null || !isAddress(match[1] as string, { strict: false }))
    return { text: description, proposer: null }
  return { text: description.slice(0, match.index), proposer: getAddress(match[1] as string) }
}
