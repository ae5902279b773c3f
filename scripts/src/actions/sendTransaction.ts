import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createWalletClient,
  http,
  type LocalAccount,
  type TransactionReceipt,
  WaitForTransactionReceiptTimeoutError,
} from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'

/** Milliseconds to wait for a transaction to be in a block. */
const receiptDeadline = 120_000

/** A call of a contract that changes something. */
type Call<abi extends Abi, functionName extends ContractFunctionName<abi, 'nonpayable' | 'payable'>> = {
  address: Address
  abi: abi
  functionName: functionName
  args: ContractFunctionArgs<abi, 'nonpayable' | 'payable', functionName>
  /** The most it may use; left out, what the chain estimates. */
  gas?: bigint
}

/**
 * Tries a call without sending it.
 *
 * @param doing What would be done, as it would follow "while".
 * @throws ChainError As {@link sendTransaction}.
 */
export async function tryTransaction<
  const abi extends Abi,
  functionName extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
>(chain: Chain, account: LocalAccount, call: Call<abi, functionName>, doing: string): Promise<void> {
  try {
    await chain.client.simulateContract({ ...call, account } as never)
  } catch (error) {
    throw explainFailure(error, doing, chain.rpcUrl)
  }
}

/**
 * Tries a call first, so that a refusal costs nothing and can be explained; then sends it and waits until it is in a
 * block.
 *
 * @param doing What is being done, as it would follow "while".
 * @throws ChainError `transaction_refused` with the contract's reason in words, `transaction_unconfirmed`,
 * `insufficient_funds` or `rpc_unreachable`.
 */
export async function sendTransaction<
  const abi extends Abi,
  functionName extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
>(
  chain: Chain,
  account: LocalAccount,
  call: Call<abi, functionName>,
  doing: string,
): Promise<TransactionReceipt> {
  const wallet = createWalletClient({
    account,
    chain: chain.client.chain,
    transport: http(chain.rpcUrl, { timeout: 10_000, retryCount: 0 }),
  })
  try {
    // viem cannot relate its own generics to ours; the signature above has checked the call.
    const { request } = await chain.client.simulateContract({ ...call, account } as never)
    const hash = await wallet.writeContract(request as never)
    const receipt = await chain.client.waitForTransactionReceipt({ hash, timeout: receiptDeadline })
    if (receipt.status !== 'success') {
      throw new ChainError(
        `The transaction was refused while ${doing}: something changed since it was tried.`,
        {
          code: 'transaction_refused',
          details: { transaction: hash },
          next: 'Try again; the trial before it says why it is refused now.',
        },
      )
    }
    return receipt
  } catch (error) {
    if (error instanceof WaitForTransactionReceiptTimeoutError) {
      throw new ChainError(
        `The transaction is sent but in no block after ${receiptDeadline / 1000} s, while ${doing}.`,
        {
          code: 'transaction_unconfirmed',
          cause: error,
          next: 'Look whether it has happened before trying again.',
        },
      )
    }
    throw explainFailure(error, doing, chain.rpcUrl)
  }
}
