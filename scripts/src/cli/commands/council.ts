import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { roleBits } from '@commonweal/sdk/governance/roles'
import { Argument, type Command } from 'commander'
import { type Hex, isAddressEqual, isHex, parseEventLogs } from 'viem'
import type { Chain } from '../../actions/openChain.ts'
import type { Community } from '../../actions/readCommunity.ts'
import { type Consent, readConsent } from '../../actions/readConsent.ts'
import { type Council, readCouncil, readOperationId, readVetoes } from '../../actions/readCouncil.ts'
import { readMembers } from '../../actions/readMembers.ts'
import { readProposal, readProposals } from '../../actions/readProposals.ts'
import { readVersion, type Version } from '../../actions/readVersion.ts'
import { describeConsentRule, describeVetoPower } from '../describeFounding.ts'
import { describeAction } from '../describeProposal.ts'
import { formatTime } from '../formatTime.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { requireReason } from '../requireReason.ts'
import { requireState } from '../requireState.ts'
import { dryRunOption, type StepOptions, takeStep } from '../takeStep.ts'
import { UsageError } from '../UsageError.ts'

const contract = (council: Council) => ({ address: council.address, abi: elderCouncilAbi }) as const

function requireSubject(value: string): Hex {
  if (isHex(value, { strict: true }) && value.length === 66) return value.toLowerCase() as Hex
  throw new UsageError(
    `SUBJECT ${JSON.stringify(value)} is not something elders consent to.`,
    'Give an id of 0x and 64 hexadecimal digits, such as that of a model version.',
  )
}

/** The version that a subject is, where it is one. */
async function readSubject(chain: Chain, subject: Hex, community: Community): Promise<Version | undefined> {
  try {
    return await readVersion(chain, subject, community.communityId)
  } catch (error) {
    if (!(error instanceof CommonwealError) || error.code !== 'unknown_version') throw error
    return undefined
  }
}

/** What a subject is, in words: elders should not consent to a number. */
const describeSubject = (subject: Hex, version: Version | undefined) =>
  version === undefined
    ? `${subject}, which is no model version on record`
    : `the model version ${version.versionId} (${version.slug})`

function describeOwnConsent({ standing, needed }: Consent): string {
  const verb = standing === 1 ? 'consents' : 'consent'
  if (needed === null)
    return `${plural(standing, 'elder')} ${verb}. The policy that this is about says how many it takes: policy show.`
  if (needed === 0) return 'It needs no consent of this council.'
  if (standing >= needed) return `It has the consent of the elders: ${standing} of the ${needed} it takes.`
  return `${standing} of the ${plural(needed, 'elder')} it takes ${verb}; ${needed - standing === 1 ? 'one more is' : `${needed - standing} more are`} needed.`
}

function describeConsent(consent: Consent): string[] {
  const others = consent.otherCommunities ?? []
  return [
    describeOwnConsent(consent),
    ...(others.length === 0
      ? []
      : [
          `Its policy asks for the consent of elders of ${others.length === 1 ? 'another community' : 'other communities'}${consent.needed === 0 ? '' : ' too'}: ${others.join(', ')}`,
        ]),
  ].map((line) => `  ${line}`)
}

async function show(run: Run, given: string | undefined): Promise<void> {
  const subject = given === undefined ? undefined : requireSubject(given)
  const chain = await run.chain()
  const community = await run.community()
  const council = await readCouncil(chain, community)
  const [members, { now, proposals }] = await Promise.all([
    readMembers(chain, community),
    readProposals(chain, community),
  ])
  const elders = members.filter(({ roles }) => (roles & roleBits.elder) !== 0)
  const waiting = await Promise.all(
    proposals
      .filter((proposal) => proposal.state === 'Queued' && proposal.executableAt > now)
      .map(async (proposal) => ({
        proposalId: proposal.proposalId,
        text: proposal.text,
        executableAt: proposal.executableAt,
        vetoes: await readVetoes(
          chain,
          council,
          await readOperationId(chain, community, proposal.proposalId),
        ),
      })),
  )
  const version = subject === undefined ? undefined : await readSubject(chain, subject, community)
  const consent =
    subject === undefined
      ? undefined
      : await readConsent(chain, community, council, { subject, policyId: version?.policyId })
  run.answer(
    {
      communityId: community.communityId,
      ...council,
      elders: elders.map(({ memberId, account }) => ({ memberId, account })),
      waiting,
      ...(consent === undefined ? {} : { subject, consent }),
    },
    [
      `The council of elders of ${community.name}`,
      `  council  ${council.address}`,
      elders.length === 0 ? 'Nobody is an elder now.' : `${plural(elders.length, 'elder')}:`,
      ...elders.map(({ memberId, account }) => `  ${memberId}  ${account}`),
      describeConsentRule(council),
      describeVetoPower(council, now),
      ...(subject === undefined || consent === undefined
        ? []
        : [`About ${describeSubject(subject, version)}:`, ...describeConsent(consent)]),
      ...(waiting.length === 0 ? [] : ['What was voted and waits:']),
      ...waiting.flatMap(({ proposalId, text, executableAt, vetoes }) => [
        `  ${proposalId}`,
        `    ${text.split('\n')[0]}`,
        `    ${vetoes.standing} of ${plural(vetoes.needed, 'elder')} against it, until ${formatTime(executableAt)}`,
        ...vetoes.reasons.map(({ elder, reason }) => `    ${elder}: ${JSON.stringify(reason)}`),
      ]),
    ],
  )
}

async function consent(
  run: Run,
  given: string,
  { dryRun }: StepOptions,
  functionName: 'giveConsent' | 'withdrawConsent',
): Promise<void> {
  const subject = requireSubject(given)
  const chain = await run.chain()
  const community = await run.community()
  const council = await readCouncil(chain, community)
  const account = await run.account()
  const version = await readSubject(chain, subject, community)
  const what = describeSubject(subject, version)
  const gives = functionName === 'giveConsent'
  const document = { communityId: community.communityId, subject, elder: account.address }
  const receipt = await takeStep(
    run,
    account,
    { ...contract(council), functionName, args: [subject] },
    {
      words: [
        gives
          ? `${account.address} consents, as an elder of ${community.name}, to ${what}.`
          : `${account.address} takes back its consent to ${what}.`,
      ],
      doing: gives ? 'consenting' : 'taking back the consent',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  const after = await readConsent(chain, community, council, { subject, policyId: version?.policyId })
  run.answer({ ...document, consent: after, transaction: receipt.transactionHash }, [
    gives ? `Consented to ${what}.` : `Took back the consent to ${what}.`,
    ...describeConsent(after),
    `  transaction ${receipt.transactionHash}`,
  ])
}

const giveConsent = (run: Run, given: string, options: StepOptions) =>
  consent(run, given, options, 'giveConsent')

const withdrawConsent = (run: Run, given: string, options: StepOptions) =>
  consent(run, given, options, 'withdrawConsent')

async function veto(run: Run, id: string, options: StepOptions & { reason: string }): Promise<void> {
  const reason = requireReason(options)
  const chain = await run.chain()
  const community = await run.community()
  const council = await readCouncil(chain, community)
  const { now, proposal } = await readProposal(chain, community, id)
  requireState(proposal, now, proposal.state === 'Queued' && proposal.executableAt > now, 'vetoed')
  const account = await run.account()
  const operationId = await readOperationId(chain, community, proposal.proposalId)
  const document = {
    communityId: community.communityId,
    proposalId: proposal.proposalId,
    operationId,
    reason,
  }
  const receipt = await takeStep(
    run,
    account,
    { ...contract(council), functionName: 'veto', args: [operationId, reason] },
    {
      words: [
        ...proposal.text.split('\n').map((line) => `| ${line}`),
        ...proposal.decoded.map((action, index) => `  ${index + 1}. ${describeAction(action)}`),
        `${account.address}, an elder of ${community.name}, wants this stopped, and says to everyone: ${JSON.stringify(reason)}`,
        'The members have voted for it. A veto ends it for good; what is wanted all the same has to be proposed again.',
      ],
      doing: 'vetoing',
      document,
      dryRun: options.dryRun,
    },
  )
  if (receipt === undefined) return
  const vetoed =
    parseEventLogs({
      abi: elderCouncilAbi,
      eventName: 'OperationVetoed',
      logs: receipt.logs.filter((log) => isAddressEqual(log.address, council.address)),
    }).length > 0
  const { standing, needed } = await readVetoes(chain, council, operationId)
  const title = proposal.text.split('\n')[0]
  run.answer({ ...document, vetoed, standing, needed, transaction: receipt.transactionHash }, [
    ...(vetoed
      ? [`Vetoed: ${title}`, '  It will not be carried out; members can propose it again.']
      : [
          `Supported a veto of: ${title}`,
          `  ${standing} of ${plural(needed, 'elder')} against it; ${needed - standing === 1 ? 'one more is' : `${needed - standing} more are`} needed before ${formatTime(proposal.executableAt)}.`,
        ]),
    `  transaction ${receipt.transactionHash}`,
  ])
}

/** Adds what elders do together. */
export function addCouncilCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const council = parent
    .command('council')
    .description('the elders: consent to a model, or veto what was voted, with a reason')
  const subject = () => new Argument('<subject>', 'what it is about, such as a version’s id')
  on(
    council
      .command('show')
      .argument('[subject]', 'something elders consent to, such as a version’s id')
      .description('who the elders are, what they may do and until when, and what they are about'),
    show,
  )
  on(
    council
      .command('consent')
      .addArgument(subject())
      .option(...dryRunOption)
      .description('consent to something, as an elder'),
    giveConsent,
  )
  on(
    council
      .command('withdraw-consent')
      .addArgument(subject())
      .option(...dryRunOption)
      .description('take a consent back'),
    withdrawConsent,
  )
  on(
    council
      .command('veto')
      .argument('<proposal>', "the proposal's id, or its first digits")
      .requiredOption('--reason <text>', 'why; public for ever')
      .option(...dryRunOption)
      .description('stop, with other elders, what was voted and waits'),
    veto,
  )
}
