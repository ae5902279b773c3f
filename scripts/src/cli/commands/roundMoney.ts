import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import type { Command } from 'commander'
import { type Address, isAddressEqual, parseEventLogs, type TransactionReceipt } from 'viem'
import { ChainError } from '../../actions/ChainError.ts'
import { explainFailure } from '../../actions/explainFailure.ts'
import type { Chain } from '../../actions/openChain.ts'
import { donorOf, readRoundMemberships } from '../../actions/readGiver.ts'
import { fundingContract, isOff, type RoundOnChain } from '../../actions/readRound.ts'
import { readRoundEvents } from '../../actions/readRoundEvents.ts'
import { replayRound, shareOf } from '../../actions/replayRound.ts'
import { sendTransaction, tryTransaction } from '../../actions/sendTransaction.ts'
import { matchingOf } from '../describeRound.ts'
import { formatTime } from '../formatTime.ts'
import { parseGifts, planGifts, requireGiver } from '../planGifts.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readAddress } from '../readAddress.ts'
import { readNamedRound, requirePhase, requireProject } from '../requireRound.ts'
import { spend } from '../spend.ts'
import { dryRunOption, type StepOptions, takeStep } from '../takeStep.ts'
import { formatAmount, parseAmount } from '../tokenAmount.ts'

const sent = ({ transactionHash }: TransactionReceipt) => `  transaction ${transactionHash}`

async function fund(run: Run, given: string, text: string, { dryRun }: StepOptions): Promise<void> {
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Applications', 'Giving'], 'add to the pool')
  const { roundId, token, pool, terms } = round
  const amount = parseAmount('AMOUNT', token, text)
  const missing = terms.leastPool - pool - amount
  const document = { roundId, amount }
  const receipt = await spend(run, round, amount, {
    call: { functionName: 'fund', args: [roundId, amount] },
    words: [
      `The pool grows from ${formatAmount(token, pool)} to ${formatAmount(token, pool + amount)}. It is given for good, unless the round comes to nothing or some of it is left.`,
      ...(missing > 0n ? [`It takes ${formatAmount(token, missing)} more before giving begins.`] : []),
    ],
    doing: 'adding to the pool',
    document,
    dryRun,
  })
  if (receipt === undefined) return
  const [funded] = parseEventLogs({ abi: quadraticFundingAbi, eventName: 'PoolFunded', logs: receipt.logs })
  const received = funded?.args.amount ?? amount
  run.answer({ ...document, received, transaction: receipt.transactionHash }, [
    `Added ${formatAmount(token, received)} to the pool.`,
    sent(receipt),
  ])
}

async function give(run: Run, given: string, texts: string[], { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Giving'], 'give')
  const wanted = parseGifts(round, texts)
  const { address } = await run.account()
  const { giver, gifts, total, words, document } = await planGifts(chain, round, address, wanted)
  const { roundId, token, terms } = round
  const receipt = await spend(run, round, total, {
    call: { functionName: 'give', args: [roundId, BigInt(giver.community), wanted, total] },
    words,
    doing: 'giving',
    document,
    dryRun,
  })
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Gave ${formatAmount(token, total)} to ${plural(gifts.length, 'project')}.`,
    ...(terms.undoPeriod === 0 ? [] : [`  It can be taken back for a while: round undo ${roundId} PROJECT`]),
    sent(receipt),
  ])
}

async function undo(run: Run, given: string, number: string, { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  const { project } = requireProject(round, number)
  requirePhase(round, ['Giving'], 'take a gift back')
  const { roundId, token, terms, now, blockNumber } = round
  const account = await run.account()
  const giver = await requireGiver(chain, round, account.address)
  const community = BigInt(giver.community)
  const [, latest, latestAt] = await chain.client
    .readContract({
      ...fundingContract(chain),
      functionName: 'contributionOf',
      args: [roundId, BigInt(project), community, giver.memberId],
      blockNumber,
    })
    .catch((error) => {
      throw explainFailure(error, 'reading what was given', chain.rpcUrl)
    })
  if (latest === 0n || BigInt(now) >= latestAt + BigInt(terms.undoPeriod)) {
    const message =
      latest === 0n
        ? `There is no gift to the project ${project} that could be taken back.`
        : `The latest gift to the project ${project} could be taken back until ${formatTime(Number(latestAt) + terms.undoPeriod)}.`
    throw new ChainError(message, {
      code: 'nothing_due',
      details: { roundId, project },
      next: 'A gift stands, unless the project is rejected or the round comes to nothing.',
    })
  }
  const document = { roundId, project, amount: latest }
  const receipt = await takeStep(
    run,
    account,
    { ...fundingContract(chain), functionName: 'undoGift', args: [roundId, community, BigInt(project)] },
    {
      words: [`The latest gift to the project ${project}, ${formatAmount(token, latest)}, comes back.`],
      doing: 'taking the gift back',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Took back ${formatAmount(token, latest)} from the project ${project}.`,
    sent(receipt),
  ])
}

async function finalize(run: Run, given: string, { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Deciding'], 'settle anything')
  const { roundId, token } = round
  const { threshold, dust, pays, payOf } = matchingOf(round)
  const matched = pays.reduce((sum, pay) => sum + pay, 0n)
  const document = { roundId, threshold, matched, dust, matches: Object.fromEntries(payOf) }
  const receipt = await takeStep(
    run,
    await run.account(),
    { ...fundingContract(chain), functionName: 'finalize', args: [roundId, threshold] },
    {
      words: [
        `What every project gets is settled for good: ${formatAmount(token, matched)} in matches to ${plural(payOf.size, 'project')}; ${formatAmount(token, dust)} of the pool goes back to its funders.`,
        ...[...payOf].map(([project, pay]) => `  ${project}  ${formatAmount(token, pay)}`),
      ],
      doing: 'settling the round',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Settled: ${formatAmount(token, matched)} to ${plural(payOf.size, 'project')}.`,
    sent(receipt),
    `Projects are paid with: round claim ${roundId} PROJECT`,
  ])
}

type ToOptions = StepOptions & { to?: string }

async function claim(run: Run, given: string, number: string, { to, dryRun }: ToOptions): Promise<void> {
  const elsewhere = to === undefined ? undefined : readAddress('--to', to)
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Finalized'], 'be paid')
  const { project, recipient, gifts, status } = requireProject(round, number)
  const { roundId, token } = round
  if (status !== 'Accepted') {
    throw new ChainError(
      status === 'Paid'
        ? `The project ${project} is paid already.`
        : `The project ${project} is ${status.toLowerCase()}, and is paid nothing.`,
      {
        code: 'wrong_state',
        details: { roundId, project, status },
        next: `Look at it with round show ${roundId}.`,
      },
    )
  }
  const match = matchingOf(round).payOf.get(project) ?? 0n
  const paid = elsewhere ?? recipient
  const document = { roundId, project, to: paid, gifts, match }
  const contract = fundingContract(chain)
  const step = {
    words: [
      `The project ${project} is paid ${formatAmount(token, gifts + match)}, ${formatAmount(token, gifts)} of gifts and ${formatAmount(token, match)} of match, to ${paid}.`,
    ],
    doing: 'paying the project',
    document,
    dryRun,
  }
  const account = await run.account()
  const id = BigInt(project)
  const receipt =
    elsewhere === undefined
      ? await takeStep(run, account, { ...contract, functionName: 'claim', args: [roundId, id] }, step)
      : await takeStep(
          run,
          account,
          { ...contract, functionName: 'claimTo', args: [roundId, id, elsewhere] },
          step,
        )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Paid ${formatAmount(token, gifts + match)} to ${paid}.`,
    sent(receipt),
  ])
}

/** Something that the key gets back, and how. */
type Due = {
  kind: 'gift' | 'funding' | 'deposit'
  project?: number
  amount: bigint
  words: string
} & (
  | { functionName: 'returnGift'; args: readonly [`0x${string}`, bigint, bigint, Address] }
  | { functionName: 'returnFunding'; args: readonly [`0x${string}`, Address] }
  | { functionName: 'returnDeposit'; args: readonly [`0x${string}`, bigint, Address] }
)

async function readDues(chain: Chain, round: RoundOnChain, account: Address, to: Address): Promise<Due[]> {
  const { roundId, phase, blockNumber, token } = round
  const [events, memberships] = await Promise.all([
    readRoundEvents(chain, roundId, blockNumber),
    readRoundMemberships(chain, round, account),
  ])
  const replayed = replayRound(events)
  const isOver = isOff(phase) || phase === 'Finalized'
  const dues: Due[] = []
  for (const membership of memberships) {
    for (const { project, status, gifts } of replayed.projects) {
      const amount = gifts.get(donorOf(membership)) ?? 0n
      if (amount === 0n || (!isOff(phase) && status !== 'Rejected')) continue
      dues.push({
        kind: 'gift',
        project,
        amount,
        words: `what was given to the project ${project}, ${formatAmount(token, amount)}`,
        functionName: 'returnGift',
        args: [roundId, BigInt(membership.community), BigInt(project), to],
      })
    }
  }
  const funded = [...replayed.funding].find(([funder]) => isAddressEqual(funder, account))?.[1] ?? 0n
  const share = shareOf(replayed, funded)
  if (isOver && share > 0n) {
    dues.push({
      kind: 'funding',
      amount: share,
      words: isOff(phase)
        ? `what was given to the pool, ${formatAmount(token, share)}`
        : `the share of what is left of the pool, ${formatAmount(token, share)}`,
      functionName: 'returnFunding',
      args: [roundId, to],
    })
  }
  for (const { project, status, deposit, applicant } of replayed.projects) {
    const isFree = isOver || status === 'Rejected' || status === 'Withdrawn'
    if (deposit === 0n || !isFree || !isAddressEqual(applicant, account)) continue
    dues.push({
      kind: 'deposit',
      project,
      amount: deposit,
      words: `the deposit of the project ${project}, ${formatAmount(token, deposit)}`,
      functionName: 'returnDeposit',
      args: [roundId, BigInt(project), to],
    })
  }
  return dues
}

async function refund(run: Run, given: string, { to, dryRun = false }: ToOptions): Promise<void> {
  const elsewhere = to === undefined ? undefined : readAddress('--to', to)
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  const account = await run.account()
  const receiver = elsewhere ?? account.address
  const { roundId, token } = round
  const dues = await readDues(chain, round, account.address, receiver)
  if (dues.length === 0) {
    throw new ChainError(`Nothing of this round is due to ${account.address} now.`, {
      code: 'nothing_due',
      details: { roundId, account: account.address, phase: round.phase },
      next: 'Gifts go back where the project is rejected, all where the round comes to nothing; round show says how it stands.',
    })
  }
  const contract = fundingContract(chain)
  const callOf = ({ functionName, args }: Due) =>
    ({ ...contract, functionName, args }) as Parameters<
      typeof sendTransaction<typeof quadraticFundingAbi, Due['functionName']>
    >[2]
  for (const due of dues) await tryTransaction(chain, account, callOf(due), 'taking it back')
  const total = dues.reduce((sum, { amount }) => sum + amount, 0n)
  const words = [
    `${receiver} gets ${formatAmount(token, total)} back:`,
    ...dues.map((due) => `  ${due.words}`),
  ]
  const document = {
    roundId,
    to: receiver,
    total,
    refunds: dues.map(({ kind, project, amount }) => ({ kind, project, amount })),
  }
  if (dryRun) {
    run.answer({ dryRun: true, ...document }, [...words, 'The contracts would accept it. Nothing was sent.'])
    return
  }
  for (const line of words) run.progress(line)
  const transactions: string[] = []
  for (const due of dues) {
    const { transactionHash } = await sendTransaction(chain, account, callOf(due), 'taking it back')
    transactions.push(transactionHash)
  }
  run.answer({ ...document, transactions }, [
    `Took back ${formatAmount(token, total)}.`,
    ...transactions.map((hash) => `  transaction ${hash}`),
  ])
}

/** Adds what moves money into rounds and out of them to the command `round`. */
export function addRoundMoneyCommands(
  round: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const id = ['<round>', "the round's id"] as const
  const number = ['<project>', 'its number'] as const
  const to = ['--to <address>', 'who gets it, if not the one it is due to'] as const
  on(
    round
      .command('fund')
      .argument(...id)
      .argument('<amount>', 'in whole tokens, such as 250.5')
      .option(...dryRunOption)
      .description('add to the pool'),
    fund,
  )
  on(
    round
      .command('give')
      .argument(...id)
      .argument('<gifts...>', 'PROJECT=AMOUNT, in whole tokens, such as 1=2.5 3=10')
      .option(...dryRunOption)
      .description('give to projects, as a member; says first what it adds to their matches'),
    give,
  )
  on(
    round
      .command('undo')
      .argument(...id)
      .argument(...number)
      .option(...dryRunOption)
      .description('take the latest gift to a project back, while the round lets one'),
    undo,
  )
  on(
    round
      .command('finalize')
      .argument(...id)
      .option(...dryRunOption)
      .description('settle what every project gets; anyone can'),
    finalize,
  )
  on(
    round
      .command('claim')
      .argument(...id)
      .argument(...number)
      .option(...to)
      .option(...dryRunOption)
      .description('have a project paid its gifts and its match; anyone can, to its recipient'),
    claim,
  )
  on(
    round
      .command('refund')
      .argument(...id)
      .option(...to)
      .option(...dryRunOption)
      .description('take back whatever is due to the key: gifts, what was given to the pool, deposits'),
    refund,
  )
}
