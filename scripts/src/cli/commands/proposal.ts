import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import type { Support } from '@commonweal/sdk/governance/ballot'
import { governorDomain } from '@commonweal/sdk/governance/domains'
import { sponsorship } from '@commonweal/sdk/governance/sponsorship'
import { sponsorshipFile, sponsorshipFileToJson } from '@commonweal/sdk/governance/sponsorshipFile'
import type { DecodedAction } from '@commonweal/sdk/proposals/action'
import { decodeAction } from '@commonweal/sdk/proposals/decodeAction'
import { readDescription } from '@commonweal/sdk/proposals/description'
import {
  draftProposalId,
  type ProposalDraft,
  parseProposalDraft,
} from '@commonweal/sdk/proposals/proposalDraft'
import { Argument, type Command } from 'commander'
import { type Address, isAddressEqual, type TransactionReceipt, zeroAddress } from 'viem'
import { ChainError } from '../../actions/ChainError.ts'
import { explainFailure } from '../../actions/explainFailure.ts'
import type { Chain } from '../../actions/openChain.ts'
import { proposalCall } from '../../actions/proposalCall.ts'
import type { Community } from '../../actions/readCommunity.ts'
import { readCouncil, readOperationId, readVetoes } from '../../actions/readCouncil.ts'
import { readNow } from '../../actions/readNow.ts'
import { actionAddresses, type Proposal, readProposal, readProposals } from '../../actions/readProposals.ts'
import { readSponsors } from '../../actions/readSponsors.ts'
import { readStanding } from '../../actions/readStanding.ts'
import { readTextFile } from '../../actions/readTextFile.ts'
import { voteCall } from '../../actions/voteCall.ts'
import { describeAction, describeState, describeVotes } from '../describeProposal.ts'
import { formatTime } from '../formatTime.ts'
import { type MakeOptions, makeProposal, withMakeOptions } from '../makeProposal.ts'
import { parseTime } from '../parseTime.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readProposalFile } from '../proposalSchema.ts'
import { requireMember } from '../requireMember.ts'
import { requireState } from '../requireState.ts'
import { dryRunOption, type StepOptions, takeStep } from '../takeStep.ts'
import { UsageError } from '../UsageError.ts'
import { writeDocument } from '../writeDocument.ts'

function document(proposal: Proposal, now: number) {
  return {
    ...proposal,
    actions: proposal.actions.map((action, index) => ({
      ...action,
      decoded: proposal.decoded[index],
      sentence: proposal.decoded[index] === undefined ? undefined : describeAction(proposal.decoded[index]),
    })),
    decoded: undefined,
    stateSentence: describeState(proposal, now),
  }
}

async function list(run: Run): Promise<void> {
  const community = await run.community()
  const { now, proposals } = await readProposals(await run.chain(), community)
  run.answer(
    {
      communityId: community.communityId,
      now,
      proposals: proposals.map((proposal) => document(proposal, now)),
    },
    proposals.length === 0
      ? [`${community.name} has no proposals.`]
      : [
          `Proposals of ${community.name}, newest first (chain time ${formatTime(now)}):`,
          ...proposals.flatMap((proposal) => [
            '',
            `${proposal.proposalId}`,
            `  ${proposal.text.split('\n')[0]}`,
            `  ${proposal.state}: ${describeState(proposal, now)}`,
            `  ${describeVotes(proposal)}`,
          ]),
        ],
  )
}

/** What the answer to programs says of a transaction that went through. */
function sent({ transactionHash, blockNumber }: TransactionReceipt) {
  return { transaction: transactionHash, block: blockNumber }
}

/** Why elders want it stopped, or have stopped it; undefined where it never waited, or there are no elders. */
async function readOwnVetoes(run: Run, community: Community, proposal: Proposal) {
  const waited = proposal.executableAt > 0 && (proposal.state === 'Queued' || proposal.state === 'Canceled')
  if (!waited || isAddressEqual(community.council, zeroAddress)) return undefined
  const chain = await run.chain()
  const council = await readCouncil(chain, community)
  return readVetoes(chain, council, await readOperationId(chain, community, proposal.proposalId))
}

async function show(run: Run, id: string): Promise<void> {
  const community = await run.community()
  const { now, proposal } = await readProposal(await run.chain(), community, id)
  const [vetoes, sponsors] = await Promise.all([
    readOwnVetoes(run, community, proposal),
    readSponsors(await run.chain(), community, proposal),
  ])
  run.answer(
    { communityId: community.communityId, now, proposal: { ...document(proposal, now), sponsors, vetoes } },
    [
      ...proposal.text.split('\n').map((line) => `| ${line}`),
      '',
      `  proposal ${proposal.proposalId}`,
      `  made by  ${proposal.proposer}`,
      ...sponsors.map((sponsor) => `  sponsor  ${sponsor}`),
      `  state    ${proposal.state}: ${describeState(proposal, now)}`,
      `  votes    ${describeVotes(proposal)}`,
      `  voting   ${formatTime(proposal.voteStart + 1)} to ${formatTime(proposal.voteEnd)} (chain time is ${formatTime(now)})`,
      ...(vetoes === undefined || proposal.state === 'Canceled'
        ? []
        : [`  vetoes   ${vetoes.standing} of the ${plural(vetoes.needed, 'elder')} it takes`]),
      ...(vetoes?.reasons ?? []).map(({ elder, reason }) => `  veto     ${elder}: ${JSON.stringify(reason)}`),
      'If it passes and is executed:',
      ...proposal.decoded.map((action, index) => `  ${index + 1}. ${describeAction(action)}`),
    ],
  )
}

async function create(run: Run, path: string, options: MakeOptions): Promise<void> {
  const community = await run.community()
  await makeProposal(run, community, await readProposalFile(path, community.communityId), options)
}

/** Bytes of the largest draft that is read: a block takes less. */
const draftBytes = 4 * 1024 * 1024
/** Seconds for which a signature holds where nothing else is said. */
const sponsorshipTerm = 30 * 86_400

async function readDraft(path: string): Promise<ProposalDraft> {
  const text = await readTextFile(
    path,
    draftBytes,
    (_, message, cause) =>
      new CommonwealError(`${path} cannot be signed for. ${message}`, {
        code: 'draft_unreadable',
        cause,
        details: { path },
        next: 'Name the file that whoever proposes has made with --draft.',
      }),
  )
  try {
    return parseProposalDraft(text)
  } catch (cause) {
    if (!(cause instanceof CommonwealError)) throw cause
    throw new CommonwealError(`${path} cannot be signed for. ${cause.message}`, {
      code: cause.code,
      cause,
      details: { path, ...(typeof cause.details === 'object' ? cause.details : {}) },
      ...(cause.next === undefined ? {} : { next: cause.next }),
    })
  }
}

/** Refuses to sign what would be of no use, and reads what the calls mean in this community. */
async function readSponsored(
  chain: Chain,
  community: Community,
  draft: ProposalDraft,
  sponsor: Address,
): Promise<DecodedAction[]> {
  if (draft.chainId !== chain.chainId || draft.governor !== community.governor) {
    throw new CommonwealError(
      `The draft is for the Governor ${draft.governor} on chain ${draft.chainId}; that of ${community.name} is ${community.governor} on chain ${chain.chainId}.`,
      {
        code: 'draft_wrong_community',
        details: { chainId: draft.chainId, governor: draft.governor },
        next: 'Name the community it is for with --community, or have it written anew.',
      },
    )
  }
  requireMember(await readStanding(chain, community, sponsor), community)
  const proposalId = draftProposalId(draft)
  try {
    const createdAt = await chain.client.readContract({
      address: community.governor,
      abi: communityGovernorAbi,
      functionName: 'proposalCreatedAt',
      args: [proposalId],
    })
    if (createdAt !== 0n) {
      throw new ChainError('This very proposal is made already.', {
        code: 'wrong_state',
        details: { proposalId: proposalId.toString() },
        next: `Look at it with proposal show ${proposalId}.`,
      })
    }
  } catch (error) {
    throw explainFailure(error, 'reading the proposals', chain.rpcUrl)
  }
  const addresses = actionAddresses(chain, community)
  return draft.actions.map((action) => decodeAction(action, addresses))
}

type SponsorOptions = { out: string; deadline?: string; offline?: boolean }

async function sponsor(run: Run, path: string, options: SponsorOptions): Promise<void> {
  const given = options.deadline === undefined ? undefined : parseTime('--deadline', options.deadline)
  const draft = await readDraft(path)
  const { text, proposer } = readDescription(draft.description)
  if (proposer === null) {
    throw new CommonwealError('The draft says not who proposes it: anyone could use your signature.', {
      code: 'draft_unbound',
      details: { path },
      next: 'Have it written anew with --draft, which binds it to the proposer.',
    })
  }
  const account = await run.account()
  if (isAddressEqual(proposer, account.address)) {
    throw new CommonwealError(`${proposer} makes this proposal, and counts already.`, {
      code: 'sponsorship_own',
      next: 'Have other members sign.',
    })
  }
  const chain = options.offline !== true && (await run.hasChain()) ? await run.chain() : undefined
  const decoded =
    chain === undefined
      ? draft.actions.map((action): DecodedAction => ({ kind: 'unknown', ...action, selector: null }))
      : await readSponsored(chain, await run.community(), draft, account.address)
  const now = chain === undefined ? Math.floor(Date.now() / 1000) : await readNow(chain)
  const deadline = given ?? now + sponsorshipTerm
  if (deadline < now) {
    throw new UsageError(
      `--deadline ${formatTime(deadline)} has passed.`,
      'Give the last moment in which it may be proposed, or leave it out.',
    )
  }
  const proposalId = draftProposalId(draft)
  const sentences = decoded.map((action, index) => `  ${index + 1}. ${describeAction(action)}`)
  for (const line of [
    ...text.split('\n').map((line) => `| ${line}`),
    `  proposal ${proposalId}, to be made by ${proposer}`,
    'If it passes and is executed:',
    ...sentences,
    ...(chain === undefined
      ? [`No chain was asked: what these calls to the Governor ${draft.governor} mean, look up elsewhere.`]
      : []),
    `Signing: ${account.address} wants this put to the vote. That says nothing of how it will vote.`,
  ]) {
    run.progress(line)
  }
  const message = { proposalId, sponsor: account.address, deadline: BigInt(deadline) }
  const signature = await account.signTypedData(sponsorship(governorDomain(draft), message))
  const signed = sponsorshipFileToJson(sponsorshipFile(draft, message, signature))
  await writeDocument(options.out, signed)
  run.answer({ file: options.out, sponsorship: signed }, [
    `Signed for: ${text.split('\n')[0]}`,
    `  proposal ${proposalId}`,
    `  holds    until ${formatTime(deadline)}`,
    `  file     ${options.out}`,
    `Give it to ${proposer}, who alone can propose it, with --sponsor ${options.out}.`,
  ])
}

type VoteOptions = StepOptions & { reason?: string }

async function vote(run: Run, id: string, support: Support, { reason, dryRun }: VoteOptions): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { now, proposal } = await readProposal(chain, community, id)
  requireState(proposal, now, proposal.state === 'Active', 'voted on')
  const account = await run.account()
  const { proposalId } = proposal
  const { governor } = community
  const cast = `${support === 'abstain' ? 'to abstain' : support}: ${proposal.text.split('\n')[0]}`
  const call = voteCall({ governor, proposalId, support, ...(reason === undefined ? {} : { reason }) })
  const document = { proposalId, support, voter: account.address }
  const receipt = await takeStep(run, account, call, {
    words: [`${account.address} votes ${cast}`, 'A vote cannot be changed.'],
    doing: 'voting',
    document,
    dryRun,
  })
  if (receipt === undefined) return
  run.answer({ ...sent(receipt), ...document }, [
    `Voted ${cast}`,
    `  voter       ${account.address}`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function queue(run: Run, id: string, { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { now, proposal } = await readProposal(chain, community, id)
  requireState(proposal, now, proposal.state === 'Succeeded', 'queued')
  const { proposalId } = proposal
  const title = proposal.text.split('\n')[0]
  const call = proposalCall({ governor: community.governor, ...proposal }, 'queue')
  const receipt = await takeStep(run, await run.account(), call, {
    words: [`The delay before this can be executed begins: ${title}`],
    doing: 'queueing the proposal',
    document: { proposalId },
    dryRun,
  })
  if (receipt === undefined) return
  const after = await readProposal(chain, community, proposal.proposalId.toString())
  run.answer({ ...sent(receipt), proposalId, executableAt: after.proposal.executableAt }, [
    `Queued: ${title}`,
    `  ${describeState(after.proposal, after.now)}`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function execute(run: Run, id: string, { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { now, proposal } = await readProposal(chain, community, id)
  // The block that will carry it is later than the one read: the contract has the last word on the delay.
  requireState(proposal, now, proposal.state === 'Queued', 'executed')
  const { proposalId } = proposal
  const title = proposal.text.split('\n')[0]
  const sentences = proposal.decoded.map((action, index) => `  ${index + 1}. ${describeAction(action)}`)
  const call = proposalCall({ governor: community.governor, ...proposal }, 'execute')
  const receipt = await takeStep(run, await run.account(), call, {
    words: [`What was voted is carried out: ${title}`, ...sentences],
    doing: 'executing the proposal',
    document: { proposalId },
    dryRun,
  })
  if (receipt === undefined) return
  run.answer({ ...sent(receipt), proposalId }, [
    `Executed: ${title}`,
    ...sentences,
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function cancel(run: Run, id: string, { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { now, proposal } = await readProposal(chain, community, id)
  requireState(proposal, now, proposal.state === 'Pending', 'taken back')
  const account = await run.account()
  const { governor } = community
  const title = proposal.text.split('\n')[0]
  const rest = await readRest(chain, community, proposal.proposalId)
  const consequence =
    rest > now
      ? `The same member cannot propose exactly this again until ${formatTime(rest)}; others can at once.`
      : 'It can be proposed again at once, in other words.'
  const document = { communityId: community.communityId, proposalId: proposal.proposalId }
  const receipt = await takeStep(run, account, proposalCall({ governor, ...proposal }, 'cancel'), {
    words: [`${account.address} takes back: ${title}`, consequence],
    doing: 'taking back the proposal',
    document,
    dryRun,
  })
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Taken back: ${title}`,
    `  ${consequence}`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

/** Until when whoever takes a proposal back cannot make it again, in Unix seconds. */
async function readRest(chain: Chain, { governor }: Community, proposalId: bigint): Promise<number> {
  const contract = { address: governor, abi: communityGovernorAbi } as const
  try {
    const [createdAt, cooldown] = await Promise.all([
      chain.client.readContract({ ...contract, functionName: 'proposalCreatedAt', args: [proposalId] }),
      chain.client.readContract({ ...contract, functionName: 'reproposalCooldown' }),
    ])
    return Number(createdAt) + cooldown
  } catch (error) {
    throw explainFailure(error, 'reading the proposal', chain.rpcUrl)
  }
}

/** Adds what can be done with proposals. */
export function addProposalCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const proposal = parent
    .command('proposal')
    .description('what is proposed, in sentences; propose, vote and carry out')
  const id = () => new Argument('<id>', "the proposal's id, or its first digits")
  on(proposal.command('list').description('every proposal, newest first'), list)
  on(
    proposal.command('show').addArgument(id()).description('one proposal: what it does, where it stands'),
    show,
  )
  on(
    withMakeOptions(proposal.command('create'))
      .argument('<file>', 'JSON file with a text for members and the actions it is about')
      .description('propose anything a community can decide, in sentences'),
    create,
  )
  on(
    proposal
      .command('sponsor')
      .argument('<draft>', 'file that whoever proposes made with --draft')
      .requiredOption('--out <file>', 'where to write the signature')
      .option(
        '--deadline <time>',
        'last moment in which it holds (Unix seconds or a date); left out, 30 days',
      )
      .option('--offline', 'ask no chain, whatever is configured')
      .description("sign for somebody else's proposal, so that it can be put to the vote; costs nothing"),
    sponsor,
  )
  on(
    proposal
      .command('cancel')
      .addArgument(id())
      .option(...dryRunOption)
      .description('take your own proposal back, before its voting opens'),
    cancel,
  )
  on(
    proposal
      .command('vote')
      .addArgument(id())
      .addArgument(new Argument('<support>', 'your vote').choices(['for', 'against', 'abstain']))
      .option('--reason <text>', 'public for ever')
      .option(...dryRunOption)
      .description('vote as a member; a vote cannot be changed'),
    vote,
  )
  on(
    proposal
      .command('queue')
      .addArgument(id())
      .option(...dryRunOption)
      .description('start the delay of a passed proposal'),
    queue,
  )
  on(
    proposal
      .command('execute')
      .addArgument(id())
      .option(...dryRunOption)
      .description('carry out a queued proposal'),
    execute,
  )
}
