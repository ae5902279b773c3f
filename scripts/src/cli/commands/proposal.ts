import type { Support } from '@commonweal/sdk/governance/ballot'
import { Argument, type Command } from 'commander'
import { executeProposal, queueProposal } from '../../actions/advanceProposal.ts'
import { ChainError } from '../../actions/ChainError.ts'
import { castVote } from '../../actions/castVote.ts'
import { type Proposal, readProposal, readProposals } from '../../actions/readProposals.ts'
import { describeAction, describeState, describeVotes } from '../describeProposal.ts'
import { formatTime } from '../formatTime.ts'
import type { Run } from '../program.ts'

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

async function show(run: Run, id: string): Promise<void> {
  const community = await run.community()
  const { now, proposal } = await readProposal(await run.chain(), community, id)
  run.answer({ communityId: community.communityId, now, proposal: document(proposal, now) }, [
    ...proposal.text.split('\n').map((line) => `| ${line}`),
    '',
    `  proposal ${proposal.proposalId}`,
    `  made by  ${proposal.proposer}`,
    `  state    ${proposal.state}: ${describeState(proposal, now)}`,
    `  votes    ${describeVotes(proposal)}`,
    `  voting   ${formatTime(proposal.voteStart + 1)} to ${formatTime(proposal.voteEnd)} (chain time is ${formatTime(now)})`,
    'If it passes and is executed:',
    ...proposal.decoded.map((action, index) => `  ${index + 1}. ${describeAction(action)}`),
  ])
}

function requireState(proposal: Proposal, now: number, ready: boolean, step: string): void {
  if (ready) return
  throw new ChainError(`The proposal cannot be ${step} now. ${describeState(proposal, now)}`, {
    code: 'wrong_state',
    details: { proposalId: proposal.proposalId.toString(), state: proposal.state, now },
    next: 'Look at it with `proposal show`.',
  })
}

async function vote(run: Run, id: string, support: Support, options: { reason?: string }): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { now, proposal } = await readProposal(chain, community, id)
  requireState(proposal, now, proposal.state === 'Active', 'voted on')
  const account = await run.account()
  const cast = await castVote(chain, account, {
    governor: community.governor,
    proposalId: proposal.proposalId,
    support,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  })
  run.answer({ ...cast, proposalId: proposal.proposalId, support, voter: account.address }, [
    `Voted ${support === 'abstain' ? 'to abstain' : support}: ${proposal.text.split('\n')[0]}`,
    `  voter       ${account.address}`,
    `  transaction ${cast.transaction}`,
  ])
}

async function queue(run: Run, id: string): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { now, proposal } = await readProposal(chain, community, id)
  requireState(proposal, now, proposal.state === 'Succeeded', 'queued')
  const queued = await queueProposal(chain, await run.account(), {
    governor: community.governor,
    ...proposal,
  })
  const after = await readProposal(chain, community, proposal.proposalId.toString())
  run.answer({ ...queued, proposalId: proposal.proposalId, executableAt: after.proposal.executableAt }, [
    `Queued: ${proposal.text.split('\n')[0]}`,
    `  ${describeState(after.proposal, after.now)}`,
    `  transaction ${queued.transaction}`,
  ])
}

async function execute(run: Run, id: string): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { now, proposal } = await readProposal(chain, community, id)
  // The block that will carry it is later than the one read: the contract has the last word on the delay.
  requireState(proposal, now, proposal.state === 'Queued', 'executed')
  const executed = await executeProposal(chain, await run.account(), {
    governor: community.governor,
    ...proposal,
  })
  run.answer({ ...executed, proposalId: proposal.proposalId }, [
    `Executed: ${proposal.text.split('\n')[0]}`,
    ...proposal.decoded.map((action, index) => `  ${index + 1}. ${describeAction(action)}`),
    `  transaction ${executed.transaction}`,
  ])
}

/** Adds `proposal list`, `show`, `vote`, `queue` and `execute`. */
export function addProposalCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const proposal = parent
    .command('proposal')
    .description('what is proposed, in sentences; vote and carry out')
  const id = () => new Argument('<id>', "the proposal's id, or its first digits")
  on(proposal.command('list').description('every proposal, newest first'), list)
  on(
    proposal.command('show').addArgument(id()).description('one proposal: what it does, where it stands'),
    show,
  )
  on(
    proposal
      .command('vote')
      .addArgument(id())
      .addArgument(new Argument('<support>', 'your vote').choices(['for', 'against', 'abstain']))
      .option('--reason <text>', 'public for ever')
      .description('vote as a member; a vote cannot be changed'),
    vote,
  )
  on(proposal.command('queue').addArgument(id()).description('start the delay of a passed proposal'), queue)
  on(proposal.command('execute').addArgument(id()).description('carry out a queued proposal'), execute)
}
