import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { estimateCart } from '@commonweal/sdk/matching/estimateCart'
import type { Command } from 'commander'
import { type Address, isAddressEqual, parseEventLogs, type TransactionReceipt, zeroHash } from 'viem'
import { ChainError } from '../../actions/ChainError.ts'
import { explainFailure } from '../../actions/explainFailure.ts'
import type { Chain } from '../../actions/openChain.ts'
import { donorOf, type RoundMembership, readRoundMemberships } from '../../actions/readGiver.ts'
import { fundingContract, isOff, type RoundOnChain, takesPart } from '../../actions/readRound.ts'
import { readRoundEvents } from '../../actions/readRoundEvents.ts'
import { replayRound, shareOf } from '../../actions/replayRound.ts'
import { sendTransaction, tryTransaction } from '../../actions/sendTransaction.ts'
import { matchingOf } from '../describeRound.ts'
import { formatTime } from '../formatTime.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readAddress } from '../readAddress.ts'
import { readNamedRound, requirePhase, requireProject } from '../requireRound.ts'
import { spend } from '../spend.ts'
import { dryRunOption, type StepOptions, takeStep } from '../takeStep.ts'
import { formatAmount, parseAmount } from '../tokenAmount.ts'
import { UsageError } from '../UsageError.ts'

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

/** The membership that an account gives as. */
async function requireGiver(chain: Chain, round: RoundOnChain, account: Address): Promise<RoundMembership> {
  const memberships = await readRoundMemberships(chain, round, account)
  const giver = memberships.find(({ mayGive }) => mayGive)
  if (giver !== undefined) return giver
  const began = formatTime(round.terms.givingFrom)
  const late = memberships.find(({ joinedAt }) => joinedAt >= round.terms.givingFrom)
  const why =
    memberships.length === 0
      ? `it is a member of none of its communities`
      : late === undefined
        ? `its membership had ended when giving began, at ${began}`
        : `it joined only at ${formatTime(late.joinedAt)}, and giving began at ${began}`
  throw new ChainError(`${account} cannot give in this round: ${why}.`, {
    code: 'not_eligible',
    details: { roundId: round.roundId, account },
    next: 'Use the key of somebody who was a member then; who has joined since can give in the next round.',
  })
}

function parseGifts(round: RoundOnChain, texts: readonly string[]) {
  const gifts = texts.map((text) => {
    const [, number, amount] = /^([^=]+)=(.+)$/.exec(text) ?? []
    if (number === undefined || amount === undefined) {
      throw new UsageError(
        `${JSON.stringify(text)} is no gift.`,
        `Write PROJECT=AMOUNT, such as 1=2.5: whole tokens to the project of that number.`,
      )
    }
    const project = requireProject(round, number)
    return { ...project, amount: parseAmount(`AMOUNT of project ${number}`, round.token, amount) }
  })
  const twice = gifts.find(
    ({ project }, index) => gifts.findIndex((one) => one.project === project) !== index,
  )
  if (twice !== undefined) {
    throw new UsageError(`The project ${twice.project} is named twice.`, 'Give each project one amount.')
  }
  for (const { project, status, amount } of gifts) {
    if (status !== 'Accepted') {
      throw new ChainError(`The project ${project} cannot be given to: it is ${status.toLowerCase()}.`, {
        code: 'wrong_state',
        details: { roundId: round.roundId, project, status },
        next: `Look at the projects with round show ${round.roundId}.`,
      })
    }
    if (amount < round.terms.minGift) {
      throw new UsageError(
        `${formatAmount(round.token, amount)} for the project ${project} is less than the least gift, ${formatAmount(round.token, round.terms.minGift)}.`,
        'Give more, or nothing.',
      )
    }
  }
  return gifts
}

/** Of each project, what the donor has given and what the others of its household have. */
async function readStanding(
  chain: Chain,
  { roundId, blockNumber }: RoundOnChain,
  giver: RoundMembership,
  projects: readonly number[],
) {
  const ask = { ...fundingContract(chain), blockNumber } as const
  const given = async (project: number, donor: bigint) => {
    const [total] = await chain.client.readContract({
      ...ask,
      functionName: 'contributionOf',
      args: [roundId, BigInt(project), donor >> 64n, donor & (2n ** 64n - 1n)],
    })
    return total
  }
  try {
    const own = donorOf(giver)
    const household = await chain.client.readContract({
      ...ask,
      functionName: 'householdOf',
      args: [roundId, BigInt(giver.community), giver.memberId],
    })
    const { households } =
      household === zeroHash
        ? { households: new Map() }
        : replayRound(await readRoundEvents(chain, roundId, blockNumber))
    const mates = [...households].flatMap(([donor, id]) => (id === household && donor !== own ? [donor] : []))
    return await Promise.all(
      projects.map(async (project) => ({
        before: await given(project, own),
        mates: await Promise.all(mates.map((mate) => given(project, mate))),
      })),
    )
  } catch (error) {
    throw explainFailure(error, 'reading what was given', chain.rpcUrl)
  }
}

async function give(run: Run, given: string, texts: string[], { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Giving'], 'give')
  const gifts = parseGifts(round, texts)
  const { roundId, token, terms, pool } = round
  const account = await run.account()
  const giver = await requireGiver(chain, round, account.address)
  const standing = await readStanding(
    chain,
    round,
    giver,
    gifts.map(({ project }) => project),
  )
  const projects = round.projects.filter(takesPart)
  const adds = estimateCart({
    pool,
    cap: terms.cap,
    scaleUp: terms.scaleUp,
    householdBound: terms.householdBound,
    projects,
    gifts: gifts.map(({ project, amount }, index) => ({
      project: projects.findIndex((one) => one.project === project),
      amount,
      ...(standing[index] ?? { before: 0n }),
    })),
  })
  const total = gifts.reduce((sum, { amount }) => sum + amount, 0n)
  const document = {
    roundId,
    community: giver.community,
    memberId: giver.memberId,
    total,
    gifts: gifts.map(({ project, amount }, index) => ({ project, amount, adds: adds[index] })),
  }
  const receipt = await spend(run, round, total, {
    call: {
      functionName: 'give',
      args: [
        roundId,
        BigInt(giver.community),
        gifts.map(({ project, amount }) => ({ project, amount })),
        total,
      ],
    },
    words: [
      `Member ${giver.memberId} of ${giver.communityId} gives ${formatAmount(token, total)}:`,
      ...gifts.map(
        ({ project, amount }, index) =>
          `  ${formatAmount(token, amount)} to the project ${project}, which adds ${formatAmount(token, adds[index] ?? 0n)} to its match as things stand`,
      ),
      'What others give later can make the match less or more.',
    ],
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
