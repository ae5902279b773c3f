import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import type { Support } from '@commonweal/sdk/governance/ballot'
import {
  ballotBatchToJson,
  ballotFile,
  ballotFileToJson,
  ballotLimits,
} from '@commonweal/sdk/governance/ballotFile'
import { governorDomain } from '@commonweal/sdk/governance/domains'
import { memberBallot } from '@commonweal/sdk/governance/memberBallot'
import { type Duplicate, defaultBatchBytes, prepareBatch } from '@commonweal/sdk/governance/prepareBatch'
import { proposalState } from '@commonweal/sdk/governance/proposalState'
import { Argument, type Command, Option } from 'commander'
import type { Address } from 'viem'
import { ChainError } from '../../actions/ChainError.ts'
import { type CheckedBallot, checkBallots, type RefusedBallot } from '../../actions/checkBallots.ts'
import { explainFailure } from '../../actions/explainFailure.ts'
import type { Chain } from '../../actions/openChain.ts'
import { readBallotFiles } from '../../actions/readBallotFiles.ts'
import type { Community } from '../../actions/readCommunity.ts'
import { readNow } from '../../actions/readNow.ts'
import { type Proposal, readProposal } from '../../actions/readProposals.ts'
import { type BallotAccount, submitBallots } from '../../actions/submitBallots.ts'
import { describeAction, describeState } from '../describeProposal.ts'
import { formatTime } from '../formatTime.ts'
import { parseTime } from '../parseTime.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readAddress } from '../readAddress.ts'
import { UsageError } from '../UsageError.ts'
import { writeDocument } from '../writeDocument.ts'

type PlaceOptions = { governor?: string; offline?: boolean }

/** Where ballots count. `chain` and `community` are left out where nothing is asked of a chain. */
type Place = { chainId: number; governor: Address; chain?: Chain; community?: Community }

/** Seconds for which a ballot signed without a chain holds: more than the longest voting there can be. */
const offlineTerm = 60 * 86_400

async function findPlace(run: Run, options: PlaceOptions): Promise<Place> {
  const governor = options.governor === undefined ? undefined : readAddress('--governor', options.governor)
  if (options.offline !== true && (await run.hasChain())) {
    const chain = await run.chain()
    const community = await run.community()
    if (governor !== undefined && governor !== community.governor) {
      throw new UsageError(
        `--governor ${governor} is not the Governor of ${community.name}, which is ${community.governor}.`,
        'Leave out --governor, or name the community it belongs to with --community.',
      )
    }
    return { chainId: chain.chainId, governor: community.governor, chain, community }
  }
  const { chainId } = run
  if (governor === undefined || chainId === undefined) {
    throw new UsageError(
      'Without a chain to ask, this needs to be told where the ballots count.',
      'Give --chain-id ID and --governor ADDRESS (community show tells both), or --rpc-url URL.',
    )
  }
  return { chainId, governor }
}

function requireWholeId(id: string): bigint {
  if (/^[0-9]{1,78}$/.test(id) && BigInt(id) < 2n ** 256n) return BigInt(id)
  throw new UsageError(
    `${JSON.stringify(id)} is not a proposal's id.`,
    'Without a chain to ask, give the whole id: a number of up to 78 digits.',
  )
}

/** Now, by the chain's clock where there is one. */
async function nowAt({ chain }: Place): Promise<bigint> {
  return BigInt(chain === undefined ? Math.floor(Date.now() / 1000) : await readNow(chain))
}

/** Finds the proposal, and refuses what would not be counted. */
async function readVotable(
  chain: Chain,
  community: Community,
  id: string,
  voter: Address,
): Promise<{ now: number; proposal: Proposal; latest: number }> {
  const { now, proposal } = await readProposal(chain, community, id)
  if (proposal.state !== 'Pending' && proposal.state !== 'Active') {
    throw new ChainError(`The proposal cannot be voted on any more. ${describeState(proposal, now)}`, {
      code: 'wrong_state',
      details: { proposalId: proposal.proposalId.toString(), state: proposal.state, now },
      next: 'List what is open with `proposal list`.',
    })
  }
  const governor = { address: community.governor, abi: communityGovernorAbi } as const
  const vote = [proposal.proposalId, voter] as const
  try {
    const [votes, hasVoted, extension] = await Promise.all([
      chain.client.readContract({ ...governor, functionName: 'votesOn', args: vote }),
      chain.client.readContract({ ...governor, functionName: 'hasVoted', args: vote }),
      chain.client.readContract({ ...governor, functionName: 'lateQuorumVoteExtension' }),
    ])
    if (hasVoted) {
      throw new ChainError(`${voter} has voted on this proposal already.`, {
        code: 'wrong_state',
        next: 'A vote stands; look at it with `proposal show`.',
      })
    }
    if (votes === 0n) {
      throw new ChainError(
        `${voter} has no vote on this proposal: it was no member when it was made, or its delegate has cast its vote.`,
        { code: 'wrong_state', next: "Use a member's key." },
      )
    }
    return { now, proposal, latest: proposal.voteEnd + extension }
  } catch (error) {
    throw explainFailure(error, 'reading the proposal', chain.rpcUrl)
  }
}

const says = (support: Support) => (support === 'abstain' ? 'to abstain' : support)

type SignOptions = PlaceOptions & { support: Support; reason?: string; deadline?: string; out: string }

async function sign(run: Run, id: string, options: SignOptions): Promise<void> {
  const { support, reason = '', out } = options
  const given = options.deadline === undefined ? undefined : parseTime('--deadline', options.deadline)
  const place = await findPlace(run, options)
  const { chainId, governor, chain, community } = place
  const account = await run.account()
  const now = await nowAt(place)

  const found =
    chain === undefined || community === undefined
      ? undefined
      : await readVotable(chain, community, id, account.address)
  const proposalId = found?.proposal.proposalId ?? requireWholeId(id)
  const deadline = BigInt(given ?? found?.latest ?? Number(now) + offlineTerm)
  if (deadline < now) {
    throw new UsageError(
      `--deadline ${formatTime(Number(deadline))} has passed.`,
      'Give the last moment in which the ballot may be counted, or leave it out.',
    )
  }

  const what =
    found === undefined
      ? [
          `Proposal ${proposalId} of the Governor ${governor} on chain ${chainId}.`,
          'No chain was asked: look elsewhere what is proposed.',
        ]
      : [
          ...found.proposal.text.split('\n').map((line) => `| ${line}`),
          `  proposal ${proposalId}`,
          `  state    ${found.proposal.state}: ${describeState(found.proposal, found.now)}`,
          'If it passes and is executed:',
          ...found.proposal.decoded.map((action, index) => `  ${index + 1}. ${describeAction(action)}`),
        ]
  for (const line of what) run.progress(line)
  const vote = `${account.address} votes ${says(support)}${reason === '' ? '' : `: ${JSON.stringify(reason)}`}`
  run.progress(`Signing: ${vote}.`)

  const message = { proposalId, support, voter: account.address, reason, deadline }
  // Before anything is signed: what would not be read back is refused here.
  ballotFile(place, message, '0x')
  const signature = await account.signTypedData(memberBallot(governorDomain(place), message))
  const document = ballotFileToJson(ballotFile(place, message, signature))
  await writeDocument(out, document)
  run.answer({ file: out, ballot: document }, [
    `Signed: ${vote}.`,
    `  proposal ${proposalId}`,
    `  holds    until ${formatTime(Number(deadline))}`,
    `  file     ${out}`,
    'Anyone may bring it in: ballot submit. It counts once, and the vote cannot be changed then.',
  ])
}

/** The ids of proposals that ballots may be for: of those named, the ones that are not over. */
async function readOpen(place: Place, ids: ReadonlySet<bigint>): Promise<bigint[]> {
  const { chain, governor } = place
  if (chain === undefined) return [...ids]
  const open: bigint[] = []
  for (const proposalId of ids) {
    try {
      const state = proposalState(
        await chain.client.readContract({
          address: governor,
          abi: communityGovernorAbi,
          functionName: 'state',
          args: [proposalId],
        }),
      )
      if (state === 'Pending' || state === 'Active') open.push(proposalId)
    } catch (error) {
      const explained = explainFailure(error, 'reading the proposals', chain.rpcUrl)
      const unknown =
        typeof explained.details === 'object' && explained.details.error === 'GovernorNonexistentProposal'
      if (!unknown) throw explained
    }
  }
  return open
}

type Line = {
  source: string
  voter?: Address
  proposalId?: bigint
  support?: Support
  counted: boolean
  outcome: string
  votes: number
  why: string
}

const refusedLine = ({ source, ballot, error }: RefusedBallot): Line => ({
  source,
  ...(ballot && { voter: ballot.voter, proposalId: ballot.proposalId, support: ballot.support }),
  counted: false,
  outcome: error.code,
  votes: 0,
  why: error.message,
})

const ballotLine = (
  ballot: CheckedBallot,
  rest: Pick<Line, 'counted' | 'outcome' | 'votes' | 'why'>,
): Line => ({
  source: ballot.source,
  voter: ballot.voter,
  proposalId: ballot.proposalId,
  support: ballot.support,
  ...rest,
})

const duplicateLine = ({ ballot, reason, taken }: Duplicate<CheckedBallot>): Line =>
  ballotLine(ballot, {
    counted: false,
    outcome: 'duplicate',
    votes: 0,
    why: `Left out: ${reason} (${taken.source}).`,
  })

function describeLine({ source, voter, support, counted, votes, why }: Line): string {
  if (counted) {
    const lent = votes > 1 ? `, with ${votes} votes` : ''
    return `  counted      ${source}: ${voter} ${says(support as Support)}${lent}`
  }
  return `  not counted  ${source}: ${why}`
}

type CollectOptions = PlaceOptions & { proposal?: string; out?: string }

async function collect(run: Run, folder: string, options: CollectOptions): Promise<void> {
  const place = await findPlace(run, options)
  const found = await readBallotFiles(folder)
  const ids = new Set(found.flatMap((one) => ('ballot' in one ? [one.ballot.proposalId] : [])))
  const named = options.proposal
  const wanted =
    named === undefined
      ? ids
      : place.chain === undefined || place.community === undefined
        ? new Set([requireWholeId(named)])
        : new Set([(await readProposal(place.chain, place.community, named)).proposal.proposalId])
  const proposalIds = await readOpen(place, wanted)
  const { checked, refused } = await checkBallots(
    found,
    { chainId: place.chainId, governor: place.governor, proposalIds, now: await nowAt(place) },
    place.chain,
  )
  const { batches, duplicates } = prepareBatch(checked, {
    // One file, whatever a transaction takes: that is for `ballot submit` to see to.
    limits: { gas: 2n ** 64n, bytes: Number.MAX_SAFE_INTEGER },
  })
  const good = batches.flatMap((batch) => batch.ballots)
  const left: Line[] = [...duplicates.map(duplicateLine), ...refused.map(refusedLine)]
  if (good.length === 0) {
    for (const line of left) run.progress(`  left out  ${line.source}: ${line.why}`)
    throw new CommonwealError(`None of the ${plural(found.length, 'ballot')} in ${folder} can be counted.`, {
      code: 'no_ballots',
      details: { ballots: left.map(plain) },
      next: 'See beside each why, and have it signed again.',
    })
  }
  const { out } = options
  // Where each was found is of no use to whoever gets the batch.
  if (out !== undefined)
    await writeDocument(
      out,
      ballotBatchToJson(good.map(({ source: _, byContract: __, ...ballot }) => ballot)),
      true,
    )
  run.answer(
    {
      file: out,
      good: good.map(({ source, voter, proposalId, support }) => ({ source, voter, proposalId, support })),
      leftOut: left,
    },
    [
      `${good.length} of ${plural(found.length, 'ballot')} can be counted.`,
      ...batches.flatMap((batch) =>
        [...new Set(batch.ballots.map((ballot) => ballot.proposalId))].flatMap((proposalId) => [
          `Proposal ${proposalId}:`,
          ...batch.ballots
            .filter((ballot) => ballot.proposalId === proposalId)
            .map((ballot) => `  ${ballot.source}: ${ballot.voter} ${says(ballot.support)}`),
        ]),
      ),
      ...(left.length === 0 ? [] : ['Left out:', ...left.map((line) => `  ${line.source}: ${line.why}`)]),
      out === undefined
        ? 'Nothing was written: name a file with --out.'
        : `Wrote ${out}: ballot submit ${out}`,
    ],
  )
}

const plain = (line: Line) => ({ ...line, proposalId: line.proposalId?.toString() })

async function submit(run: Run, path: string): Promise<void> {
  const found = await readBallotFiles(path)
  const chain = await run.chain()
  const community = await run.community()
  const place: Place = { chainId: chain.chainId, governor: community.governor, chain, community }
  const { checked, refused } = await checkBallots(
    found,
    { chainId: place.chainId, governor: place.governor, now: await nowAt(place) },
    chain,
  )
  const told: BallotAccount = { outcomes: [], duplicates: [], transactions: [] }
  let failure: CommonwealError | undefined
  if (checked.length > 0) {
    const account = await run.account()
    run.progress(`Bringing in ${plural(checked.length, 'ballot')} for ${community.name} …`)
    try {
      await submitBallots(chain, account, community, checked, told)
    } catch (error) {
      if (!(error instanceof CommonwealError)) throw error
      failure = error
    }
  }
  const lines = accountLines(checked, refused, told, failure)
  const counted = lines.filter((line) => line.counted).length
  const { transactions } = told
  const document = { counted, of: found.length, transactions, ballots: lines }
  if (failure !== undefined || counted === 0) {
    for (const line of lines) run.progress(describeLine(line))
    throw new CommonwealError(
      failure?.message ?? `None of the ${plural(found.length, 'ballot')} was counted.`,
      {
        code: failure?.code ?? 'no_ballots',
        cause: failure?.cause,
        details: { ...document, ballots: lines.map(plain) },
        next: failure?.next ?? 'See beside each why.',
      },
    )
  }
  run.answer(document, [
    `${counted} of ${plural(found.length, 'ballot')} counted, in ${plural(transactions.length, 'transaction')}.`,
    ...lines.map(describeLine),
    ...transactions.map((transaction) => `  transaction  ${transaction}`),
    ...(transactions.length > 1
      ? [
          `One transaction would not have fitted into a block, or would have had more than ${Math.floor(defaultBatchBytes / 1024)} KiB, which nodes refuse.`,
        ]
      : []),
  ])
}

/** One line for every ballot, those that counted first. */
function accountLines(
  checked: readonly CheckedBallot[],
  refused: readonly RefusedBallot[],
  told: BallotAccount,
  failure: CommonwealError | undefined,
): Line[] {
  const settled = new Set<CheckedBallot>([
    ...told.outcomes.map(({ ballot }) => ballot),
    ...told.duplicates.map(({ ballot }) => ballot),
  ])
  const lines = [
    ...told.outcomes.map(({ ballot, outcome, votes, sentence }) =>
      ballotLine(ballot, { counted: outcome === 'counted', outcome, votes, why: sentence }),
    ),
    ...told.duplicates.map(duplicateLine),
    ...refused.map(refusedLine),
    ...checked
      .filter((ballot) => failure !== undefined && !settled.has(ballot))
      .map((ballot) =>
        ballotLine(ballot, { counted: false, outcome: 'notSent', votes: 0, why: 'It was not brought in.' }),
      ),
  ]
  return lines.sort((one, other) => Number(other.counted) - Number(one.counted))
}

/** Adds `ballot sign`, `collect` and `submit`. */
export function addBallotCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const ballot = parent
    .command('ballot')
    .description('votes on paper: sign into a file, collect, and bring in together')
  const governor = ['--governor <address>', 'where the ballots count; for use without a chain'] as const
  const offline = ['--offline', 'ask no chain, whatever is configured'] as const
  on(
    ballot
      .command('sign')
      .addArgument(new Argument('<proposal>', "the proposal's id; with a chain, its first digits are enough"))
      .addOption(
        new Option('--support <vote>', 'your vote')
          .choices(['for', 'against', 'abstain'])
          .makeOptionMandatory(),
      )
      .option('--reason <text>', `public for ever, up to ${ballotLimits.reasonBytes} bytes`)
      .option(
        '--deadline <time>',
        'last moment in which it may be counted (Unix seconds or a date); left out, as long as there may be voting',
      )
      .requiredOption('--out <file>', 'where to write the signed ballot')
      .option(...governor)
      .option(...offline)
      .description('sign a vote into a file, which anyone may bring to the chain; costs nothing'),
    sign,
  )
  on(
    ballot
      .command('collect')
      .argument('<dir>', 'folder with signed ballots, one a file')
      .option('--proposal <id>', 'take ballots on this proposal only')
      .option('--out <file>', 'write those that are good into one file')
      .option(...governor)
      .option(...offline)
      .description('check every ballot in a folder, and say what is wrong with which'),
    collect,
  )
  on(
    ballot
      .command('submit')
      .argument('<path>', 'folder with signed ballots, or a file with one or with many')
      .description('bring ballots to the chain in one transaction; anyone may'),
    submit,
  )
}
