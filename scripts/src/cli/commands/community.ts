import { readFile } from 'node:fs/promises'
import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { startBlocks } from '@commonweal/contracts/addresses'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { decodeRoles } from '@commonweal/sdk/governance/roles'
import type { Command } from 'commander'
import { type Address, bytesToHex, getAddress, type Hex, isHex } from 'viem'
import { z } from 'zod'
import { explainFailure } from '../../actions/explainFailure.ts'
import { type Founding, foundCommunity, predictCommunity } from '../../actions/foundCommunity.ts'
import type { Chain } from '../../actions/openChain.ts'
import { publishText, textBlock } from '../../actions/publishArtifacts.ts'
import type { Community } from '../../actions/readCommunity.ts'
import { readInRanges } from '../../actions/readProposals.ts'
import { readVersion } from '../../actions/readVersion.ts'
import { formatDuration, formatTime } from '../formatTime.ts'
import type { Run } from '../program.ts'

const day = 86_400
const seconds = z
  .int()
  .min(0)
  .max(30 * day)
/** A span of which only the order of magnitude matters: a day to a year. */
const span = z
  .int()
  .min(day)
  .max(365 * day)
const percent = z.number().min(0).max(100)
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'is not an address')
  .transform((value, context): Address => {
    try {
      return getAddress(value)
    } catch {
      context.addIssue({ code: 'custom', message: 'is not an address' })
      return z.NEVER
    }
  })

/** The file that `community found` reads. Durations in seconds. */
export const foundingSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .refine((name) => new TextEncoder().encode(name).length <= 64, 'has more than 64 bytes'),
  /** The charter's text, published on IPFS as it stands. */
  charter: z.string().min(1).max(1_048_576),
  founders: z
    .array(
      z.strictObject({
        account: address,
        roles: z.array(z.enum(['elder', 'steward', 'treasurer'])).default([]),
      }),
    )
    .min(1)
    .refine(
      (founders) => new Set(founders.map((founder) => founder.account)).size === founders.length,
      'names an account twice',
    ),
  votingDelay: seconds,
  votingPeriod: seconds,
  lateQuorumVoteExtension: seconds.default(0),
  quorumPercent: percent,
  minimumVoters: z.int().min(0).max(4_294_967_295),
  timelockDelay: seconds,
  /** Members it takes to propose, the proposer among them. */
  proposalThreshold: z.int().min(1).max(100).default(1),
  /** How long what was voted down cannot be proposed again. */
  reproposalCooldown: seconds.default(7 * day),
  /** Share for, of the votes for and against, that makes a super-majority. */
  superMajorityPercent: z.number().min(60).max(90).default(66.67),
  /** Members who bring somebody in by vouching, and how long a vouch counts; left out, only a vote lets people in. */
  vouching: z.strictObject({ needed: z.int().min(2).max(16), period: span.default(30 * day) }).optional(),
  /** How long a member can stop the recovery of its key. */
  recoveryDelay: seconds.default(3 * day),
  /** Elders who together consent or veto, and how long they may veto before the community has to renew it. */
  council: z
    .strictObject({
      consentThreshold: z.int().min(1).max(65_535).default(1),
      vetoThreshold: z.int().min(1).max(65_535).default(1),
      vetoTerm: z
        .int()
        .min(0)
        .max(730 * day)
        .default(365 * day),
    })
    .prefault({}),
  /** What an ordinary majority may spend of each token within a period. */
  treasury: z.strictObject({ percent: percent.default(10), period: span.default(30 * day) }).prefault({}),
  /** 32 bytes; left out, random. */
  salt: z
    .custom<Hex>((value) => isHex(value, { strict: true }) && (value as string).length === 66)
    .optional(),
})

async function readFounding(path: string): Promise<z.infer<typeof foundingSchema>> {
  const next = 'See the example in scripts/src/cli/founding.example.json; durations are in seconds.'
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new CommonwealError(
      cause instanceof SyntaxError ? `${path} is not JSON: ${cause.message}` : `${path} cannot be read.`,
      { code: 'founding_unreadable', cause, details: { path }, next },
    )
  }
  const result = foundingSchema.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const at = issue?.path.join('.') ?? ''
  throw new CommonwealError(
    `${path} does not describe a community${at === '' ? '' : ` at ${at}`}: ${issue?.message}.`,
    {
      code: 'founding_invalid',
      details: { path, at },
      next,
    },
  )
}

function describeFounding(founding: Founding, charter: string): string[] {
  const { settings } = founding
  const people = founding.founders.length
  const elders = founding.founders.filter(({ roles }) => roles.includes('elder')).length
  return [
    `${founding.name} starts with ${people} member${people === 1 ? '' : 's'}:`,
    ...founding.founders.map(
      ({ account, roles }) => `  ${account}${roles.length === 0 ? '' : `, ${roles.join(' and ')}`}`,
    ),
    settings.proposalThreshold === 1
      ? 'Any member may propose.'
      : `It takes ${settings.proposalThreshold} members together to propose.`,
    `Voting opens ${formatDuration(settings.votingDelay)} after a proposal and lasts ${formatDuration(settings.votingPeriod)}.`,
    ...(settings.lateQuorumVoteExtension > 0
      ? [
          `Whatever vote completes the quorum, at least ${formatDuration(settings.lateQuorumVoteExtension)} of voting follow it.`,
        ]
      : []),
    `A proposal passes with more votes for than against, when ${settings.quorumBps / 100} % of the members vote for it or abstain, and at least ${settings.minimumVoters} vote.`,
    `What has passed waits ${formatDuration(founding.timelockDelay)} before it is carried out.`,
    `What was voted down cannot be proposed again for ${formatDuration(settings.reproposalCooldown)}.`,
    ...describeTreasury(founding),
    ...describeMembership(founding),
    ...describeCouncil(founding, elders),
    `Its charter has ${charter.length} characters (sha256 ${founding.charterDigest}).`,
    'Whoever sends the transaction gains nothing by it: only the members named above decide, by vote.',
  ]
}

function describeTreasury({ settings, treasury }: Founding): string[] {
  const most = `${settings.superMajorityBps / 100} % of the votes for and against`
  return [
    treasury.capBps === 10_000
      ? 'An ordinary majority may spend everything in the treasury.'
      : `An ordinary majority may spend ${treasury.capBps / 100} % of the treasury in ${formatDuration(treasury.period)}; more takes ${most}.`,
    `The same share is needed to change who decides here, or to make these rules looser.`,
  ]
}

function describeMembership({ membership }: Founding): string[] {
  const { needed, period } = membership.vouching
  return [
    needed === 0
      ? 'New members are let in by vote.'
      : `New members are let in by vote, or when ${needed} members vouch for them within ${formatDuration(period)}.`,
    `Who has lost a key gets its membership back through guardians it chose or by vote; the old key can stop that for ${formatDuration(membership.recoveryDelay)}.`,
  ]
}

function describeCouncil({ council }: Founding, elders: number): string[] {
  const count = (threshold: number) => `${threshold} elder${threshold === 1 ? '' : 's'}`
  const lacking = Math.max(council.consentThreshold, council.vetoThreshold) > elders
  return [
    `It takes ${count(council.consentThreshold)} to consent to a model that needs consent.`,
    council.vetoTerm === 0
      ? 'Elders cannot veto what was voted.'
      : `It takes ${count(council.vetoThreshold)} to veto, with a public reason, what was voted and waits; after ${formatDuration(council.vetoTerm)} that ends, unless a vote renews it.`,
    ...(lacking ? [`It starts with ${count(elders)}, fewer than that.`] : []),
  ]
}

async function found(run: Run, path: string, options: { dryRun?: boolean }): Promise<void> {
  const file = await readFounding(path)
  const { cid, digest } = await textBlock(file.charter)
  const founding: Founding = {
    name: file.name,
    charterDigest: digest,
    charterURI: `ipfs://${cid}`,
    founders: file.founders,
    settings: {
      votingDelay: file.votingDelay,
      votingPeriod: file.votingPeriod,
      lateQuorumVoteExtension: file.lateQuorumVoteExtension,
      quorumBps: Math.round(file.quorumPercent * 100),
      minimumVoters: file.minimumVoters,
      proposalThreshold: file.proposalThreshold,
      reproposalCooldown: file.reproposalCooldown,
      superMajorityBps: Math.round(file.superMajorityPercent * 100),
    },
    membership: { vouching: file.vouching ?? { needed: 0, period: 0 }, recoveryDelay: file.recoveryDelay },
    council: file.council,
    treasury: { capBps: Math.round(file.treasury.percent * 100), period: file.treasury.period },
    timelockDelay: file.timelockDelay,
    salt: file.salt ?? bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
  }
  const chain = await run.chain()
  await checkFloors(chain, founding)
  const words = describeFounding(founding, file.charter)
  const account = await run.account()
  const parts = await predictCommunity(chain, account.address, founding.salt as Hex)
  if (options.dryRun) {
    run.answer({ dryRun: true, ...parts, founding }, [
      ...words,
      `It would be community ${parts.communityId} on chain ${chain.chainId}${file.salt === undefined ? ' (with another salt, another id)' : ''}.`,
      'Nothing was sent.',
    ])
    return
  }
  for (const line of words) run.progress(line)
  const ipfsRpcUrl = await run.ipfsRpcUrl()
  run.progress('Publishing the charter …')
  await publishText({ ipfsRpcUrl, text: file.charter })
  run.progress('Founding …')
  const founded = await foundCommunity(chain, account, founding)
  run.answer(founded, [
    `Founded ${founding.name}.`,
    `  community   ${founded.communityId}`,
    `  membership  ${founded.membership}`,
    `  governor    ${founded.governor}`,
    `  timelock    ${founded.timelock}`,
    `  council     ${founded.council}`,
    `  transaction ${founded.transaction}`,
  ])
}

/** Says in words what the factory would refuse with an error about bounds. */
async function checkFloors(chain: Chain, founding: Founding): Promise<void> {
  let floors: Record<'votingDelay' | 'votingPeriod' | 'timelockDelay' | 'quorumBps' | 'recoveryDelay', number>
  try {
    floors = await chain.client.readContract({
      address: chain.addresses.communityFactory,
      abi: communityFactoryAbi,
      functionName: 'floors',
    })
  } catch (error) {
    throw explainFailure(error, 'reading the least values of the factory', chain.rpcUrl)
  }
  const settings = {
    ...founding.settings,
    timelockDelay: founding.timelockDelay,
    recoveryDelay: founding.membership.recoveryDelay,
  }
  for (const name of [
    'votingDelay',
    'votingPeriod',
    'timelockDelay',
    'quorumBps',
    'recoveryDelay',
  ] as const) {
    if (settings[name] >= floors[name]) continue
    throw new CommonwealError(
      `${name} is ${settings[name]}; the factory on chain ${chain.chainId} accepts ${floors[name]} or more.`,
      {
        code: 'founding_invalid',
        details: { at: name, expected: floors[name], actual: settings[name] },
        next: 'Raise it in the file.',
      },
    )
  }
}

/** Members with their roles, from the events of the roll. */
async function readMembers(
  chain: Chain,
  community: Community,
): Promise<{ memberId: number; account: Address; roles: number }[]> {
  const events = await readInRanges(
    (fromBlock, toBlock) =>
      chain.client.getContractEvents({
        address: community.membership,
        abi: membershipAbi,
        fromBlock,
        toBlock,
        strict: true,
      }),
    BigInt(startBlocks[chain.chainId] ?? 0),
    await chain.client.getBlockNumber(),
  )
  const members = new Map<string, { memberId: number; account: Address; roles: number }>()
  for (const event of events) {
    if (event.eventName === 'MemberAdmitted' || event.eventName === 'MemberRolesChanged') {
      const { memberId, account, roles } = event.args
      members.set(account, { memberId: Number(memberId), account, roles })
    }
    if (event.eventName === 'MemberDeparted') members.delete(event.args.account)
  }
  return [...members.values()]
}

async function show(run: Run, id: string | undefined): Promise<void> {
  const community = await run.community(id)
  const chain = await run.chain()
  const governor = { address: community.governor, abi: communityGovernorAbi } as const
  const registry = { address: chain.addresses.modelRegistry, abi: modelRegistryAbi } as const
  try {
    const [members, votingDelay, votingPeriod, quorumBps, minimumVoters, timelockDelay, approvedIds] =
      await Promise.all([
        readMembers(chain, community),
        chain.client.readContract({ ...governor, functionName: 'votingDelay' }),
        chain.client.readContract({ ...governor, functionName: 'votingPeriod' }),
        chain.client.readContract({ ...governor, functionName: 'quorumBps' }),
        chain.client.readContract({ ...governor, functionName: 'minimumVoters' }),
        chain.client.readContract({
          address: community.timelock,
          abi: communityTimelockAbi,
          functionName: 'getMinDelay',
        }),
        chain.client.readContract({
          ...registry,
          functionName: 'approvedVersions',
          args: [community.communityId, 0n, 1000n],
        }),
      ])
    const approved = await Promise.all(
      approvedIds.map((version) => readVersion(chain, version, community.communityId)),
    )
    const settings = {
      votingDelay: Number(votingDelay),
      votingPeriod: Number(votingPeriod),
      quorumBps,
      minimumVoters,
      timelockDelay: Number(timelockDelay),
    }
    run.answer(
      {
        ...community,
        chainId: chain.chainId,
        settings,
        members: members.map((member) => ({ ...member, roles: decodeRoles(member.roles) })),
        approved: approved.map(({ versionId, slug, runnable, policyId }) => ({
          versionId,
          slug,
          runnable,
          policyId,
        })),
      },
      [
        `${community.name}, founded ${formatTime(community.foundedAt)}`,
        `  community   ${community.communityId} on chain ${chain.chainId}`,
        `  membership  ${community.membership}`,
        `  governor    ${community.governor}`,
        `  timelock    ${community.timelock}`,
        `  charter     sha256 ${community.charterDigest}`,
        `Voting opens ${formatDuration(settings.votingDelay)} after a proposal, lasts ${formatDuration(settings.votingPeriod)}, needs ${settings.quorumBps / 100} % of the members and ${settings.minimumVoters} voters; what has passed waits ${formatDuration(settings.timelockDelay)}.`,
        `${community.memberCount} member${community.memberCount === 1 ? '' : 's'}:`,
        ...members.map((member) => {
          const roles = decodeRoles(member.roles)
          return `  ${member.memberId}  ${member.account}${roles.length === 0 ? '' : `  ${roles.join(', ')}`}`
        }),
        approved.length === 0 ? 'No model is approved.' : 'Approved models:',
        ...approved.map(
          (version) =>
            `  ${version.slug}  ${version.versionId}${version.runnable ? '' : '  (outside its time window)'}`,
        ),
      ],
    )
  } catch (error) {
    throw explainFailure(error, 'reading the community', chain.rpcUrl)
  }
}

/** Adds `community found` and `community show`. */
export function addCommunityCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const community = parent.command('community').description('found a community, or look at one')
  on(
    community
      .command('found')
      .argument('<file>', 'JSON file that says who and how')
      .option('--dry-run', 'say in plain words what would be founded, and send nothing')
      .description('found a community in one transaction'),
    found,
  )
  on(
    community
      .command('show')
      .argument('[id]', 'the community; left out, the one of --community or of the local stack')
      .description('name, members, settings and approved models'),
    show,
  )
}
