import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import type { KnownAction } from '@commonweal/sdk/proposals/action'
import { decodeAction } from '@commonweal/sdk/proposals/decodeAction'
import { composeDescription } from '@commonweal/sdk/proposals/description'
import { encodeAction } from '@commonweal/sdk/proposals/encodeAction'
import { draftProposalId, proposalDraft, proposalDraftToJson } from '@commonweal/sdk/proposals/proposalDraft'
import type { Command } from 'commander'
import { explainFailure } from '../actions/explainFailure.ts'
import type { Chain } from '../actions/openChain.ts'
import { propose, proposeCall } from '../actions/propose.ts'
import type { Community } from '../actions/readCommunity.ts'
import { actionAddresses } from '../actions/readProposals.ts'
import { readSponsorships } from '../actions/readSponsorships.ts'
import { tryTransaction } from '../actions/sendTransaction.ts'
import { tryActions } from '../actions/tryActions.ts'
import { accountForDryRun } from './accountForDryRun.ts'
import { describeAction } from './describeProposal.ts'
import { formatTime } from './formatTime.ts'
import { plural } from './plural.ts'
import type { Run } from './program.ts'
import { dryRunOption } from './takeStep.ts'
import { UsageError } from './UsageError.ts'
import { writeDocument } from './writeDocument.ts'

/** Options of every command that makes a proposal. */
export type MakeOptions = { dryRun?: boolean; draft?: string; sponsor?: string[] }

/** Adds {@link MakeOptions} to a command. */
export function withMakeOptions(command: Command): Command {
  return command
    .option('--sponsor <file...>', 'signatures of other members for it, as `proposal sponsor` writes them')
    .option('--draft <file>', 'write it into a file for sponsors to sign, and send nothing')
    .option(...dryRunOption)
}

async function readNeeded(chain: Chain, { governor, memberCount }: Community): Promise<number> {
  try {
    const threshold = await chain.client.readContract({
      address: governor,
      abi: communityGovernorAbi,
      functionName: 'proposalThreshold',
    })
    return Math.min(Number(threshold), memberCount)
  } catch (error) {
    throw explainFailure(error, 'reading how many it takes to propose', chain.rpcUrl)
  }
}

/**
 * Says in sentences what is proposed, and proposes it: alone, or with the members who signed for it. With `--draft` it
 * is written down for them instead, with `--dry-run` only tried.
 *
 * @param text What people read; the binding to the proposer is added to it.
 * @param document What the answer tells programs besides.
 * @throws CommonwealError
 */
export async function makeProposal(
  run: Run,
  community: Community,
  { text, actions: known }: { text: string; actions: readonly KnownAction[] },
  { dryRun = false, draft: out, sponsor: files = [] }: MakeOptions,
  document: object = {},
): Promise<void> {
  if (out !== undefined && (files.length > 0 || dryRun)) {
    throw new UsageError(
      '--draft goes with neither --sponsor nor --dry-run: a draft is what sponsors are yet to sign, and sends nothing.',
      'Write the draft first; then propose the same with the files that sponsors made of it.',
    )
  }
  const chain = await run.chain()
  const { chainId } = chain
  const { governor, communityId } = community
  const addresses = actionAddresses(chain, community)
  const actions = known.map((action) => encodeAction(action, addresses))
  const decoded = actions.map((action) => decodeAction(action, addresses))
  const nameless = decoded.findIndex(({ kind }) => kind === 'unknown')
  if (nameless !== -1) {
    throw new CommonwealError(
      `Action ${nameless + 1} (${known[nameless]?.kind}) would read to members as a call without a meaning.`,
      {
        code: 'proposal_invalid',
        details: { at: `actions.${nameless}` },
        next: 'Check its addresses: money is not sent to a contract of the community itself, for instance.',
      },
    )
  }
  const account = await accountForDryRun(run, dryRun)
  const sentences = decoded.map((action, index) => `  ${index + 1}. ${describeAction(action)}`)
  const faults = await tryActions(chain, community, actions)
  const warnings = faults.flatMap((fault, index) =>
    fault === undefined ? [] : [`Warning: action ${index + 1} would fail if it were executed now. ${fault}`],
  )
  const words = [
    ...text.split('\n').map((line) => `| ${line}`),
    `If members of ${community.name} pass it, and it is executed:`,
    ...sentences,
    ...warnings,
  ]
  const told = { ...document, communityId, text, sentences: decoded.map(describeAction), warnings }
  if (account === undefined) {
    run.answer({ dryRun: true, ...told }, [
      ...words,
      'Its id depends on the key that proposes it. Nothing was sent.',
    ])
    return
  }
  const description = composeDescription(text, account.address)
  const draft = proposalDraft({ chainId, governor, description, actions })
  const proposalId = draftProposalId(draft)
  if (out !== undefined) {
    const others = (await readNeeded(chain, community)) - 1
    await writeDocument(out, proposalDraftToJson(draft))
    run.answer({ ...told, proposalId, file: out, sponsorsNeeded: Math.max(0, others) }, [
      ...words,
      `It will be proposal ${proposalId}, made by ${account.address}.`,
      `  file ${out}`,
      others > 0
        ? `It takes ${plural(others, 'other member')} to sign for it: proposal sponsor ${out} --out FILE. Then propose the same with --sponsor FILE…`
        : 'One member alone may propose here; others may sign for it all the same: proposal sponsor.',
      'Nothing was sent.',
    ])
    return
  }
  const sponsorships = await readSponsorships(chain, community, files, {
    proposalId,
    proposer: account.address,
  })
  const sponsors = sponsorships.map(({ sponsor }) => sponsor)
  const backed = sponsors.map((sponsor) => `  sponsor     ${sponsor}`)
  if (dryRun) {
    try {
      const call = proposeCall({ governor, actions, description, sponsorships })
      await tryTransaction(chain, account, call, 'trying the proposal')
    } catch (error) {
      // What it would do is worth reading all the same.
      for (const line of words) run.progress(line)
      throw error
    }
    run.answer({ dryRun: true, ...told, proposalId, sponsors }, [
      ...words,
      `It would be proposal ${proposalId}, made by ${account.address}.`,
      ...backed,
      'The contracts would accept it. Nothing was sent.',
    ])
    return
  }
  for (const line of words) run.progress(line)
  const made = await propose(chain, account, { governor, actions, text, sponsorships })
  run.answer({ ...made, ...told, sponsors }, [
    `Proposed to ${community.name}: ${text.split('\n')[0]}`,
    `  proposal    ${made.proposalId}`,
    ...backed,
    `  voting      ${formatTime(made.voteStart + 1)} to ${formatTime(made.voteEnd)}`,
    `  transaction ${made.transaction}`,
    `Members vote with: proposal vote ${made.proposalId} for`,
  ])
}
