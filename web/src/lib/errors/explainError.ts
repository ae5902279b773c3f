import {
  BaseError,
  ChainDisconnectedError,
  ChainMismatchError,
  ContractFunctionRevertedError,
  EstimateGasExecutionError,
  ExecutionRevertedError,
  HttpRequestError,
  InsufficientFundsError,
  SwitchChainError,
  TimeoutError,
  UnauthorizedProviderError,
  UserRejectedRequestError,
  WaitForTransactionReceiptTimeoutError,
} from 'viem'

/** What can go wrong with a transaction apart from the contracts' own refusals. */
export const transactionErrors = [
  'cancelled',
  'funds',
  'chainUnreachable',
  'wrongChain',
  'walletBusy',
  'walletLocked',
  'reverted',
  'replaced',
  'missing',
  'unknown',
] as const

/** One of {@link transactionErrors}. */
export type TransactionErrorKey = (typeof transactionErrors)[number]

/** Which sentence to show: a contract's own error by name, or one of {@link transactionErrors}. */
export type Explanation =
  | { kind: 'contract'; name: string }
  | { kind: 'transaction'; key: TransactionErrorKey }

const userRejected = 4001
const requestPending = -32002

function code(error: unknown): number | undefined {
  const value = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined
  return typeof value === 'number' ? value : undefined
}

/** Walks an error and its causes, whatever their classes. */
function* chainOf(error: unknown): Generator<unknown> {
  const seen = new Set<unknown>()
  for (let current = error; current !== null && current !== undefined && !seen.has(current); ) {
    seen.add(current)
    yield current
    current = typeof current === 'object' ? (current as { cause?: unknown }).cause : undefined
  }
}

/**
 * Finds what an error means to a person. The text of a node or a wallet is never shown: it is written for programs,
 * and anyone may have written it.
 */
export function explainError(error: unknown): Explanation {
  const links = [...chainOf(error)]
  const has = (test: (link: unknown) => boolean) => links.some(test)
  const is = (type: abstract new (...args: never[]) => unknown) => has((link) => link instanceof type)
  const plain = (key: TransactionErrorKey): Explanation => ({ kind: 'transaction', key })

  if (is(UserRejectedRequestError) || has((link) => code(link) === userRejected)) return plain('cancelled')
  for (const link of links) {
    if (link instanceof ContractFunctionRevertedError) {
      const name = link.data?.errorName
      return name === undefined || name === 'Error' || name === 'Panic'
        ? plain('reverted')
        : { kind: 'contract', name }
    }
  }
  if (is(InsufficientFundsError)) return plain('funds')
  if (is(ChainMismatchError) || is(SwitchChainError) || is(ChainDisconnectedError)) return plain('wrongChain')
  if (has((link) => code(link) === requestPending)) return plain('walletBusy')
  if (
    is(UnauthorizedProviderError) ||
    has((link) => named(link, /^Connector(NotConnected|AccountNotFound)Error$/))
  )
    return plain('walletLocked')
  if (has((link) => named(link, /^ConnectorChainMismatchError$/))) return plain('wrongChain')
  if (is(WaitForTransactionReceiptTimeoutError)) return plain('missing')
  if (is(ExecutionRevertedError) || is(EstimateGasExecutionError)) return plain('reverted')
  if (
    is(HttpRequestError) ||
    is(TimeoutError) ||
    has((link) => link instanceof TypeError && /fetch/i.test(link.message))
  )
    return plain('chainUnreachable')
  return plain('unknown')
}

function named(link: unknown, pattern: RegExp): boolean {
  return (link instanceof BaseError || link instanceof Error) && pattern.test(link.name)
}
