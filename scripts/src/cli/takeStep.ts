import type { Abi, ContractFunctionName, LocalAccount, TransactionReceipt } from 'viem'
import { sendTransaction, tryTransaction } from '../actions/sendTransaction.ts'
import type { Run } from './program.ts'

/** The option of every command that changes something on chain by one transaction. */
export type StepOptions = { dryRun?: boolean }

/** {@link StepOptions} for commander. */
export const dryRunOption = [
  '--dry-run',
  'say in plain words what would happen and whether the contracts would refuse it, and send nothing',
] as const

/**
 * Says what is about to happen, then sends it. With `--dry-run` it is tried, so that a refusal is told, and not sent.
 *
 * @param words What happens, in sentences.
 * @param doing What is being done, as it would follow "while".
 * @param document What a dry run answers to programs.
 * @returns The receipt; undefined after a dry run, which has been answered.
 * @throws ChainError
 */
export async function takeStep<
  const abi extends Abi,
  functionName extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
>(
  run: Run,
  account: LocalAccount,
  call: Parameters<typeof sendTransaction<abi, functionName>>[2],
  {
    words,
    doing,
    document,
    dryRun = false,
  }: StepOptions & { words: readonly string[]; doing: string; document: object },
): Promise<TransactionReceipt | undefined> {
  const chain = await run.chain()
  // What would be refused is not announced.
  await tryTransaction(chain, account, call, doing)
  if (dryRun) {
    run.answer({ dryRun: true, ...document }, [...words, 'The contracts would accept it. Nothing was sent.'])
    return undefined
  }
  for (const line of words) run.progress(line)
  return sendTransaction(chain, account, call, doing)
}
