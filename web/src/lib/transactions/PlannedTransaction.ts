import type { Abi, Address } from 'viem'

/** A line of "what will be sent": its name is a key of `transactions.item`. */
export type DisplayItem = { label: DisplayLabel; value: string }

/** The names a display item may have. */
export const displayLabels = ['action', 'proposal', 'vote', 'reason', 'version', 'contract'] as const
/** One of {@link displayLabels}. */
export type DisplayLabel = (typeof displayLabels)[number]

/** A transaction before anybody has agreed to it: the call as data, and what a person is told about it. */
export type PlannedTransaction = {
  address: Address
  abi: Abi
  functionName: string
  args: readonly unknown[]
  items: readonly DisplayItem[]
}
