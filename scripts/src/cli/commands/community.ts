import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { decodeRoles } from '@commonweal/sdk/governance/roles'
import type { Command } from 'commander'
import type { Hex, LocalAccount } from 'viem'
import { explainFailure } from '../../actions/explainFailure.ts'
import {
  type CommunityParts,
  type Founding,
  foundCommunity,
  predictCommunity,
} from '../../actions/foundCommunity.ts'
import type { Chain } from '../../actions/openChain.ts'
import { publishText } from '../../actions/publishArtifacts.ts'
import { readConstitution } from '../../actions/readConstitution.ts'
import { type FactoryFloors, readFloors } from '../../actions/readFloors.ts'
import { readMembers } from '../../actions/readMembers.ts'
import { readVersion } from '../../actions/readVersion.ts'
import { askAtTerminal } from '../askAtTerminal.ts'
import { askFounding } from '../askFounding.ts'
import { describeFounding, describeRules } from '../describeFounding.ts'
import { formatDuration, formatTime } from '../formatTime.ts'
import { type FoundingFile, foundingHelp, readFounding, toFounding } from '../foundingSchema.ts'
import { KeyError } from '../KeyError.ts'
import type { Run } from '../program.ts'
import { UsageError } from '../UsageError.ts'
import { writeDocument } from '../writeDocument.ts'

type FoundOptions = { dryRun?: boolean; save?: string; json?: boolean }

/** Asks at the terminal what the file would say. */
async function ask(run: Run, options: FoundOptions): Promise<FoundingFile> {
  if (options.json === true || !process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(
      'There is no file that says who founds the community and how, and no terminal to ask at.',
      `Give the file: community found FILE. ${foundingHelp}`,
    )
  }
  // Nobody should answer twenty questions for want of a key.
  if (!options.dryRun) await run.account()
  run.progress('Each question has an answer in brackets that Enter takes. Nothing is sent before the end.')
  const floors = await readFloors(await run.chain())
  return askFounding(await askAtTerminal(), floors)
}

/** Without a key there is no telling at which addresses the community would be. */
async function predict(
  run: Run,
  founding: { salt: Hex },
): Promise<{ account: LocalAccount; parts: CommunityParts } | undefined> {
  try {
    const account = await run.account()
    return { account, parts: await predictCommunity(await run.chain(), account.address, founding.salt) }
  } catch (error) {
    if (error instanceof KeyError && error.code === 'no_key') return undefined
    throw error
  }
}

async function found(run: Run, path: string | undefined, options: FoundOptions): Promise<void> {
  const file = path === undefined ? await ask(run, options) : await readFounding(path)
  const founding = await toFounding(file)
  const chain = await run.chain()
  await checkFloors(chain, founding)
  const words = describeFounding(founding, file.charter)
  if (options.save !== undefined) {
    await writeDocument(options.save, file)
    run.progress(`Wrote ${options.save}.`)
  }
  if (options.dryRun) {
    const predicted = await predict(run, founding)
    run.answer({ dryRun: true, ...predicted?.parts, founding }, [
      ...words,
      predicted === undefined
        ? `Its id on chain ${chain.chainId} depends on the key that founds it.`
        : `It would be community ${predicted.parts.communityId} on chain ${chain.chainId}${file.salt === undefined ? ' (with another salt, another id)' : ''}.`,
      'Nothing was sent.',
    ])
    return
  }
  const account = await run.account()
  for (const line of words) run.progress(line)
  if (path === undefined) {
    const agreed = await (await askAtTerminal()).confirm('Found this community now?', { default: false })
    if (!agreed) {
      run.answer({ founded: false }, ['Nothing was sent.'])
      return
    }
  }
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
  const floors = await readFloors(chain)
  const settings = {
    ...founding.settings,
    timelockDelay: founding.timelockDelay,
    recoveryDelay: founding.membership.recoveryDelay,
  }
  for (const name of Object.keys(floors) as (keyof FactoryFloors)[]) {
    if (settings[name] >= floors[name]) continue
    const inWords = (value: number) =>
      name === 'quorumBps' ? `${value / 100} %` : `${formatDuration(value)} (${value} seconds)`
    const at = name === 'quorumBps' ? 'quorumPercent' : name
    throw new CommonwealError(
      `${at} is ${inWords(settings[name])}; the factory on chain ${chain.chainId} accepts ${inWords(floors[name])} or more.`,
      {
        code: 'founding_invalid',
        details: { at, expected: floors[name], actual: settings[name] },
        next: 'Raise it in the file.',
      },
    )
  }
}

async function show(run: Run, id: string | undefined): Promise<void> {
  const community = await run.community(id)
  const chain = await run.chain()
  try {
    const [members, rules, approvedIds, { timestamp }] = await Promise.all([
      readMembers(chain, community),
      readConstitution(chain, community),
      chain.client.readContract({
        address: chain.addresses.modelRegistry,
        abi: modelRegistryAbi,
        functionName: 'approvedVersions',
        args: [community.communityId, 0n, 1000n],
      }),
      chain.client.getBlock({ blockTag: 'latest' }),
    ])
    const approved = await Promise.all(
      approvedIds.map((version) => readVersion(chain, version, community.communityId)),
    )
    const { settings, timelockDelay, treasury, membership, council, gracePeriod, maxOpenProposals } = rules
    run.answer(
      {
        ...community,
        chainId: chain.chainId,
        settings: { ...settings, timelockDelay, gracePeriod, maxOpenProposals },
        treasury,
        vouching: membership.vouching,
        recoveryDelay: membership.recoveryDelay,
        councilRules: council ?? null,
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
        `  timelock    ${community.timelock} (its treasury)`,
        council === undefined ? '  council     none' : `  council     ${community.council}`,
        `  charter     sha256 ${community.charterDigest}`,
        ...describeRules(rules, Number(timestamp)),
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
      .argument('[file]', 'JSON file that says who and how; left out, it is asked at the terminal')
      .option('--save <file>', 'write the answers into a file, to found with later')
      .option('--dry-run', 'say in plain words what would be founded, and send nothing')
      .description('found a community in one transaction'),
    found,
  )
  on(
    community
      .command('show')
      .argument('[id]', 'the community; left out, the one of --community or of the local stack')
      .description('name, members, rules and approved models'),
    show,
  )
}
