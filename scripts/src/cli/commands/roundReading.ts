import { explainMatch, type MatchSlip } from '@commonweal/sdk/matching/explainMatch'
import { formatLambda } from '@commonweal/sdk/matching/formatLambda'
import type { Command } from 'commander'
import { checkSame } from '../../actions/checkSame.ts'
import { explainFailure } from '../../actions/explainFailure.ts'
import type { Chain } from '../../actions/openChain.ts'
import {
  fundingContract,
  type RoundOnChain,
  type RoundProject,
  readRound,
  takesPart,
} from '../../actions/readRound.ts'
import { readRoundIds } from '../../actions/readRoundEvents.ts'
import { verifyRound } from '../../actions/verifyRound.ts'
import { countProjects, describePhase, describeProject, describeTerms, matchingOf } from '../describeRound.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readNamedRound, requireProject, requireRoundId } from '../requireRound.ts'
import { formatAmount } from '../tokenAmount.ts'

async function list(run: Run): Promise<void> {
  const chain = await run.chain()
  const { communityId, name } = await run.community()
  const rounds = await Promise.all((await readRoundIds(chain, communityId)).map((id) => readRound(chain, id)))
  run.answer(
    {
      communityId,
      rounds: rounds.map(({ roundId, phase, pool, projects }) => ({
        roundId,
        phase,
        pool,
        projects: projects.length,
      })),
    },
    rounds.length === 0
      ? [`${name} has opened no rounds.`]
      : rounds.flatMap((round) => [
          round.roundId,
          `  ${describePhase(round)}`,
          `  ${formatAmount(round.token, round.pool)} in the pool, ${plural(round.projects.length, 'project')}`,
        ]),
  )
}

async function show(run: Run, given: string): Promise<void> {
  const round = await readNamedRound(run, given)
  const { payOf, num, den, dust } = matchingOf(round)
  const { projects, token, phase, pool, left } = round
  const isSettled = phase === 'Finalized'
  const lambda = formatLambda({ num, den })
  run.answer(
    {
      ...round,
      lambda,
      projects: projects.map((project) => ({ ...project, match: payOf.get(project.project) ?? null })),
      ...(isSettled ? { dust } : {}),
    },
    [
      `The round ${round.roundId}`,
      `  phase     ${phase}: ${describePhase(round)}`,
      `  pool      ${formatAmount(token, pool)}${isSettled ? `, of which ${formatAmount(token, dust)} was left; ${formatAmount(token, left)} of that is still to go back` : ''}`,
      `  token     ${token.address}`,
      ...describeTerms(round),
      countProjects(round),
      ...projects.map((project) => describeProject(round, project, payOf.get(project.project))),
      ...(payOf.size === 0
        ? []
        : [`Of what their gifts call for, ${lambda} is paid where no cap stands in the way.`]),
    ],
  )
}

const reasons: Readonly<Record<MatchSlip['reason'], string>> = {
  no_pairs: 'No two donors of different households that count gave to it: there is nothing to match.',
  in_full: 'The pool has all that the gifts call for.',
  scaled_down: 'The pool has less than all projects call for together; all are paid the same part of it.',
  scaled_up: 'The pool has more than all projects call for, and all of it is shared out.',
  capped: 'Its gifts call for more than a project of this round can be matched with.',
}

/** What the contract says of a settled project; of one that is not, what it would be now. */
async function readSlip(chain: Chain, round: RoundOnChain, project: RoundProject): Promise<MatchSlip> {
  const { gifts, rootSum, pairSum } = project
  if (round.phase !== 'Finalized') {
    const { num, den, cap } = matchingOf(round)
    return explainMatch({ gifts, rootSum, pairSum, num, den, cap })
  }
  try {
    const told = await chain.client.readContract({
      ...fundingContract(chain),
      functionName: 'explain',
      args: [round.roundId, BigInt(project.project)],
      blockNumber: round.blockNumber,
    })
    const slip = explainMatch({
      gifts: told.gifts,
      rootSum: told.roots,
      pairSum: told.pairs,
      num: told.numerator,
      den: told.denominator,
      cap: told.cap,
    })
    if (takesPart(project)) checkSame(`match of project ${project.project}`, slip.match, told.pay)
    return slip
  } catch (error) {
    throw explainFailure(error, 'reading why the project gets what it gets', chain.rpcUrl)
  }
}

async function explain(run: Run, given: string, number: string): Promise<void> {
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  const project = requireProject(round, number)
  const { token, phase, roundId } = round
  if (!takesPart(project)) {
    run.answer({ roundId, project: project.project, status: project.status, match: 0n }, [
      `The project ${project.project} is ${project.status.toLowerCase()}: it takes no part in what is shared out.`,
    ])
    return
  }
  const slip = await readSlip(chain, round, project)
  const amount = (units: bigint) => formatAmount(token, units)
  run.answer({ roundId, project: project.project, status: project.status, phase, ...slip }, [
    phase === 'Finalized'
      ? `Why the project ${project.project} gets what it gets:`
      : `What the project ${project.project} would get, were the round settled with the gifts of now:`,
    `  gifts     ${amount(slip.gifts)}, which it gets besides`,
    `  roots     ${slip.rootSum}, the sum of ⌊√(gift · 10³²)⌋ over its donors`,
    `  pairs     ${slip.pairSum}, the sum of 2 · root · root over pairs of donors`,
    `  calls for ${amount(slip.called)}, which is the pairs divided by 10³²`,
    `  rate      ${slip.lambda} of that`,
    `  match     ${amount(slip.match)}`,
    `  in all    ${amount(slip.total)}`,
    reasons[slip.reason],
  ])
}

async function verify(run: Run, given: string): Promise<void> {
  const chain = await run.chain()
  const { onChain, replayed, held, numbers } = await verifyRound(chain, requireRoundId(given))
  const { roundId, token, phase, pool, blockNumber } = onChain
  const { settlement, gifts, events, projects } = replayed
  run.answer(
    {
      roundId,
      ok: true,
      phase,
      block: blockNumber,
      events,
      gifts,
      projects: projects.length,
      numbers,
      pool,
      held,
      ...(settlement === undefined ? {} : { matched: settlement.matched, dust: settlement.left }),
    },
    [
      `The round is what its ${plural(events, 'event')} make of it, up to block ${blockNumber}.`,
      `  compared  ${plural(numbers, 'number')}, recomputed from the events alone`,
      `  gifts     ${gifts}, to ${plural(projects.length, 'project')}`,
      `  pool      ${formatAmount(token, pool)}`,
      ...(settlement === undefined
        ? []
        : [
            `  matched   ${formatAmount(token, settlement.matched)}, and ${formatAmount(token, settlement.left)} goes back to funders`,
          ]),
      `  held      ${formatAmount(token, held)} now; the contract has it`,
    ],
  )
}

/** Adds what asks a chain about rounds and changes nothing to the command `round`. */
export function addRoundReadingCommands(
  round: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const id = ['<round>', "the round's id"] as const
  on(round.command('list').description('the rounds of the community'), list)
  on(
    round
      .command('show')
      .argument(...id)
      .description('where a round stands, and what its projects have and would be matched with now'),
    show,
  )
  on(
    round
      .command('explain')
      .argument(...id)
      .argument('<project>', 'its number')
      .description('why a project gets what it gets, or would get now'),
    explain,
  )
  on(
    round
      .command('verify')
      .argument(...id)
      .description(
        'recompute everything from the events alone; ends with 1 at the first number that is another',
      ),
    verify,
  )
}
