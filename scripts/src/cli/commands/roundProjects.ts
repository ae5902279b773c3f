import { createHash } from 'node:crypto'
import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { roundId as roundIdOf } from '@commonweal/sdk/identifiers/roundId'
import { Argument, type Command } from 'commander'
import { erc20Abi, type Hex, isHex, keccak256, parseEventLogs, toHex, zeroHash } from 'viem'
import { ChainError } from '../../actions/ChainError.ts'
import { explainFailure } from '../../actions/explainFailure.ts'
import { readConstitution } from '../../actions/readConstitution.ts'
import { readRoundMemberships } from '../../actions/readGiver.ts'
import { readNow } from '../../actions/readNow.ts'
import { fundingContract } from '../../actions/readRound.ts'
import { readTextFile } from '../../actions/readTextFile.ts'
import { formatTime } from '../formatTime.ts'
import { type MakeOptions, makeProposal, withMakeOptions } from '../makeProposal.ts'
import type { Run } from '../program.ts'
import { readAddress } from '../readAddress.ts'
import { requireReason } from '../requireReason.ts'
import { readNamedRound, requirePhase, requireProject } from '../requireRound.ts'
import { readRoundTermsFile } from '../roundTermsFile.ts'
import { spend } from '../spend.ts'
import { dryRunOption, type StepOptions, takeStep } from '../takeStep.ts'
import { formatAmount } from '../tokenAmount.ts'
import { UsageError } from '../UsageError.ts'

async function create(run: Run, file: string, options: MakeOptions): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { communityId } = community
  const [now, { settings, timelockDelay }] = await Promise.all([
    readNow(chain),
    readConstitution(chain, community),
  ])
  const openableAt = now + settings.votingDelay + settings.votingPeriod + timelockDelay
  const { text, salt, terms, name } = await readRoundTermsFile(file, {
    communityId,
    now,
    openableAt,
    readDecimals: async (token) => {
      try {
        return await chain.client.readContract({ address: token, abi: erc20Abi, functionName: 'decimals' })
      } catch (error) {
        const told = explainFailure(error, 'asking the token for its decimals', chain.rpcUrl)
        if (told.code === 'rpc_unreachable') throw told
        throw new ChainError(`There is no token at ${token} that says how many decimals it has.`, {
          code: 'unknown_token',
          cause: error,
          details: { token },
          next: 'Check the address, or give amounts in base units ("amountsIn": "baseUnits").',
        })
      }
    },
  })
  const roundId = roundIdOf(communityId, salt)
  run.progress(
    `The round will be ${roundId}, once the vote is executed, which is after ${formatTime(openableAt)}.`,
  )
  await makeProposal(run, community, { text, actions: [{ kind: 'openRound', salt, terms }] }, options, {
    roundId,
    name,
    openableAt,
    terms,
  })
}

async function cancel(run: Run, given: string, options: MakeOptions & { reason: string }): Promise<void> {
  const reason = requireReason(options)
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Applications', 'Giving', 'Review', 'Deciding', 'Expired'], 'give up anything')
  const { roundId } = round
  await makeProposal(
    run,
    await run.community(round.terms.communityId),
    {
      text: `Give up the round ${roundId}\n\n${reason}`,
      actions: [{ kind: 'cancelRound', roundId, reason }],
    },
    options,
    { roundId },
  )
}

async function appeal(
  run: Run,
  given: string,
  number: string,
  options: MakeOptions & { reason: string },
): Promise<void> {
  const reason = requireReason(options)
  const round = await readNamedRound(run, given)
  const { project, status } = requireProject(round, number)
  requirePhase(round, ['Applications', 'Giving', 'Review'], 'accept a project')
  if (status !== 'Rejected' && status !== 'Pending') {
    throw new ChainError(`The project ${project} is ${status.toLowerCase()}: there is nothing to appeal.`, {
      code: 'wrong_state',
      details: { roundId: round.roundId, project, status },
      next: `Look at it with round show ${round.roundId}.`,
    })
  }
  const { roundId, terms } = round
  run.progress(`It has to be executed before ${formatTime(terms.reviewUntil)}, when the review ends.`)
  await makeProposal(
    run,
    await run.community(terms.communityId),
    {
      text: `Accept the project ${project} of the round ${roundId}\n\n${reason}`,
      actions: [{ kind: 'acceptProject', roundId, project: BigInt(project), reason }],
    },
    options,
    { roundId, project },
  )
}

/** Bytes of the largest text for people. */
const textBytes = 1_048_576

type ApplyOptions = StepOptions & { recipient: string; document: string; uri: string; version?: string }

function requireVersionId(value: string | undefined): Hex {
  if (value === undefined) return zeroHash
  if (isHex(value, { strict: true }) && value.length === 66) return value.toLowerCase() as Hex
  throw new UsageError(
    `--version ${JSON.stringify(value)} is not the id of a model version.`,
    'Give 0x and 64 hexadecimal digits, or leave it out.',
  )
}

async function apply(run: Run, given: string, options: ApplyOptions): Promise<void> {
  const recipient = readAddress('--recipient', options.recipient)
  const versionId = requireVersionId(options.version)
  const text = await readTextFile(
    options.document,
    textBytes,
    (_, message, cause) =>
      new CommonwealError(`${options.document}: ${message}`, {
        code: 'file_unreadable',
        cause,
        details: { path: options.document },
        next: 'Name a text file that says what the project is.',
      }),
  )
  const document: Hex = `0x${createHash('sha256').update(text).digest('hex')}`
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Applications'], 'apply')
  const { roundId, terms, token } = round
  const receipt = await spend(run, round, terms.deposit, {
    call: { functionName: 'submitApplication', args: [roundId, recipient, versionId, document, options.uri] },
    words: [
      `A project applies, to be paid to ${recipient}.`,
      `  text ${options.uri}, sha256 ${document}`,
      ...(terms.deposit === 0n
        ? []
        : [`  deposit ${formatAmount(token, terms.deposit)}, which goes back whatever comes of it`]),
      'A steward of the community has to accept it before it can be given to.',
    ],
    doing: 'applying',
    document: { roundId, recipient, versionId, document },
    dryRun: options.dryRun,
  })
  if (receipt === undefined) return
  const [applied] = parseEventLogs({
    abi: quadraticFundingAbi,
    eventName: 'ProjectApplied',
    logs: receipt.logs,
  })
  const project = Number(applied?.args.project ?? 0n)
  run.answer(
    { roundId, project, recipient, document, transaction: receipt.transactionHash, chainId: chain.chainId },
    [`Applied: it is the project ${project} of the round.`, `  transaction ${receipt.transactionHash}`],
  )
}

async function withdraw(run: Run, given: string, number: string, { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  const { project } = requireProject(round, number)
  const { roundId } = round
  const document = { roundId, project }
  const receipt = await takeStep(
    run,
    await run.account(),
    { ...fundingContract(chain), functionName: 'withdrawApplication', args: [roundId, BigInt(project)] },
    {
      words: [
        `The project ${project} is taken out of the round for good. A deposit goes back with round refund.`,
      ],
      doing: 'withdrawing the application',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Withdrew the project ${project}.`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function review(
  run: Run,
  given: string,
  number: string,
  outcome: 'accept' | 'reject',
  options: StepOptions & { reason: string },
): Promise<void> {
  const reason = requireReason(options)
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  const { project, status, recipient, gifts } = requireProject(round, number)
  const { roundId, token } = round
  const accepted = outcome === 'accept'
  if (accepted && status === 'Rejected') {
    throw new ChainError(
      `The project ${project} was rejected; only a vote of the community accepts it now.`,
      {
        code: 'wrong_state',
        details: { roundId, project, status },
        next: `Propose it: round appeal ${roundId} ${project} --reason TEXT`,
      },
    )
  }
  const document = { roundId, project, accepted, reason }
  const receipt = await takeStep(
    run,
    await run.account(),
    { ...fundingContract(chain), functionName: 'review', args: [roundId, BigInt(project), accepted, reason] },
    {
      words: [
        accepted
          ? `The project ${project}, to be paid to ${recipient}, takes part from now on. Everyone reads why: ${JSON.stringify(reason)}`
          : `The project ${project} takes no part, and only a vote can let it in again. Everyone reads why: ${JSON.stringify(reason)}`,
        ...(!accepted && gifts > 0n ? [`Its donors can take back ${formatAmount(token, gifts)}.`] : []),
      ],
      doing: 'reviewing the project',
      document,
      dryRun: options.dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `${accepted ? 'Accepted' : 'Rejected'} the project ${project}.`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

type HouseholdOptions = StepOptions & { leave?: boolean }

async function household(
  run: Run,
  given: string,
  name: string | undefined,
  { leave = false, dryRun }: HouseholdOptions,
): Promise<void> {
  if ((name === undefined) !== leave) {
    throw new UsageError('This needs the name of a household, or --leave.', 'Give one of the two.')
  }
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Applications'], 'declare a household')
  const account = await run.account()
  const own = (await readRoundMemberships(chain, round, account.address)).find(({ leftAt }) => leftAt === 0)
  if (own === undefined) {
    throw new ChainError(`${account.address} is a member of none of the round's communities.`, {
      code: 'not_eligible',
      details: { roundId: round.roundId, account: account.address },
      next: "Use a member's key.",
    })
  }
  const { roundId } = round
  const { community, memberId } = own
  const id = name === undefined ? zeroHash : keccak256(toHex(name))
  const document = { roundId, community, memberId, household: id }
  const receipt = await takeStep(
    run,
    account,
    { ...fundingContract(chain), functionName: 'setHousehold', args: [roundId, BigInt(community), id] },
    {
      words: [
        name === undefined
          ? `Member ${memberId} gives as one of no household.`
          : `Member ${memberId} gives as one of the household ${JSON.stringify(name)}: what its members give to the same project counts less together.`,
        ...(name === undefined
          ? []
          : ['Who else names it exactly so is in it too; the name itself is not told to the chain.']),
      ],
      doing: 'declaring the household',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    name === undefined ? 'In no household now.' : `In the household ${JSON.stringify(name)} now.`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

/** Adds what opens rounds and brings projects into them to the command `round`. */
export function addRoundProjectCommands(
  round: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const id = ['<round>', "the round's id"] as const
  const number = ['<project>', 'its number'] as const
  const reason = ['--reason <text>', 'why; public for ever'] as const
  on(
    withMakeOptions(
      round.command('create').argument('<file>', 'JSON as in scripts/src/cli/round.example.json'),
    ).description('propose to open a round'),
    create,
  )
  on(
    withMakeOptions(round.command('cancel').argument(...id))
      .requiredOption(...reason)
      .description('propose to give a round up; all get their money back'),
    cancel,
  )
  on(
    withMakeOptions(
      round
        .command('appeal')
        .argument(...id)
        .argument(...number),
    )
      .requiredOption(...reason)
      .description('propose to accept a project that was rejected'),
    appeal,
  )
  on(
    round
      .command('apply')
      .argument(...id)
      .requiredOption('--recipient <address>', 'who is paid')
      .requiredOption('--document <file>', 'text for people; its sha256 goes on record')
      .requiredOption('--uri <uri>', 'where people find the text')
      .option('--version <id>', 'the model version that is to be built')
      .option(...dryRunOption)
      .description('apply with a project'),
    apply,
  )
  on(
    round
      .command('withdraw')
      .argument(...id)
      .argument(...number)
      .option(...dryRunOption)
      .description('take an application back, as the applicant'),
    withdraw,
  )
  on(
    round
      .command('review')
      .argument(...id)
      .argument(...number)
      .addArgument(new Argument('<outcome>', 'what becomes of it').choices(['accept', 'reject']))
      .requiredOption(...reason)
      .option(...dryRunOption)
      .description('accept or reject a project, as a steward'),
    review,
  )
  on(
    round
      .command('household')
      .argument(...id)
      .argument('[name]', 'whatever its members call it among themselves')
      .option('--leave', 'give as one of no household')
      .option(...dryRunOption)
      .description('say whose household one gives as one of, until giving begins'),
    household,
  )
}
