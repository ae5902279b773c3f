import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { type ContractFunctionArgs, encodeFunctionData, type TransactionReceipt } from 'viem'
import { approve, isAllowed, signPermit } from '../actions/allowToken.ts'
import { fundingContract, type RoundOnChain } from '../actions/readRound.ts'
import type { Run } from './program.ts'
import { takeStep } from './takeStep.ts'
import { formatAmount } from './tokenAmount.ts'

/** Seconds for which a signed permit can be handed in. */
const permitTerm = 3_600

type Spends = 'give' | 'fund' | 'submitApplication'

/** A call of the funding that takes tokens of whoever makes it. */
type SpendingCall = {
  [name in Spends]: {
    functionName: name
    args: ContractFunctionArgs<typeof quadraticFundingAbi, 'nonpayable', name>
  }
}[Spends]

/**
 * Says what happens and does it, as {@link takeStep}, after letting the funding take the tokens: by a permit in the same
 * transaction where the token has them, else by an approval before it, of exactly that amount.
 *
 * @param amount Base units; nothing is approved for none.
 * @throws ChainError
 */
export async function spend(
  run: Run,
  round: RoundOnChain,
  amount: bigint,
  {
    call,
    words,
    ...step
  }: {
    call: SpendingCall
    words: readonly string[]
    doing: string
    document: object
    dryRun: boolean | undefined
  },
): Promise<TransactionReceipt | undefined> {
  const chain = await run.chain()
  const account = await run.account()
  const contract = fundingContract(chain)
  const { dryRun = false, doing, document } = step
  const spending = { token: round.token.address, spender: contract.address, amount }
  const direct = { ...contract, ...call } as Parameters<
    typeof takeStep<typeof quadraticFundingAbi, Spends>
  >[2]
  if (amount === 0n || (await isAllowed(chain, account.address, spending))) {
    return takeStep(run, account, direct, { words, doing, document, dryRun })
  }
  const permit = await signPermit(chain, account, spending, BigInt(round.now + permitTerm))
  if (permit !== undefined) {
    const calls = [
      encodeFunctionData({ abi: quadraticFundingAbi, functionName: 'permit', args: permit }),
      encodeFunctionData({ abi: quadraticFundingAbi, ...call } as never),
    ]
    const both = { ...contract, functionName: 'multicall', args: [calls] } as const
    return takeStep(run, account, both, { words, doing, document, dryRun })
  }
  const told = `First the funding is allowed to take ${formatAmount(round.token, amount)}, by a transaction of its own.`
  if (dryRun) {
    run.answer({ dryRun: true, approvalNeeded: amount, ...document }, [
      ...words,
      told,
      'What comes after that can be tried only then. Nothing was sent.',
    ])
    return undefined
  }
  run.progress(told)
  await approve(chain, account, spending)
  return takeStep(run, account, direct, { words, doing, document, dryRun })
}
