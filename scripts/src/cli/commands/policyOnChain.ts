import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { policyId as policyIdOf } from '@commonweal/sdk/identifiers/policyId'
import { encodeRules } from '@commonweal/sdk/policy/encodeRules'
import { looserFields } from '@commonweal/sdk/policy/looserFields'
import type { Policy } from '@commonweal/sdk/policy/policySchema'
import { policyToJson } from '@commonweal/sdk/policy/policyToJson'
import { describePolicy } from '@commonweal/sdk/policy/sentences/describePolicy'
import type { Command } from 'commander'
import { type Hex, isHex, keccak256, parseEventLogs, toHex } from 'viem'
import { explainFailure } from '../../actions/explainFailure.ts'
import type { Chain } from '../../actions/openChain.ts'
import { readPolicy, readPolicyIds } from '../../actions/readPolicy.ts'
import { formatTime } from '../formatTime.ts'
import { type MakeOptions, makeProposal, withMakeOptions } from '../makeProposal.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readRulesFile } from '../readPolicyFile.ts'
import { requireReason } from '../requireReason.ts'
import { dryRunOption, type StepOptions, takeStep } from '../takeStep.ts'
import { UsageError } from '../UsageError.ts'
import { writeDocument } from '../writeDocument.ts'

const contract = (chain: Chain) =>
  ({ address: chain.addresses.culturalProtocols, abi: culturalProtocolsAbi }) as const

function requireId(name: string, value: string): Hex {
  if (isHex(value, { strict: true }) && value.length === 66) return value.toLowerCase() as Hex
  throw new UsageError(
    `${name} ${JSON.stringify(value)} is not the id of a policy.`,
    'Give 0x and 64 hexadecimal digits; policy list shows them.',
  )
}

const sentences = (policy: Policy) => describePolicy(policy, 'en').map(({ text }) => `  ${text}`)

async function list(run: Run): Promise<void> {
  const chain = await run.chain()
  const { communityId, name } = await run.community()
  const ids = await readPolicyIds(chain, communityId)
  const policies = await Promise.all(ids.map((id) => readPolicy(chain, id)))
  run.answer(
    {
      communityId,
      policies: policies.map(({ policy, revision }) => ({ ...policyToJson(policy), revision })),
    },
    policies.length === 0
      ? [`${name} has no policies.`]
      : policies.flatMap(({ policy }) => [policy.policyId, ...sentences({ ...policy, parents: [] }), '']),
  )
}

async function show(run: Run, given: string, { out }: { out?: string }): Promise<void> {
  const { policy, revision } = await readPolicy(await run.chain(), requireId('POLICY', given))
  const json = policyToJson(policy)
  if (out !== undefined) await writeDocument(out, { policy: json })
  run.answer({ policy: json, revision }, [
    `The policy ${policy.policyId} of the community ${policy.communityId}, changed ${revision} times`,
    ...sentences(policy),
    ...(policy.closedUntil === null ? [] : [`  closed early until ${formatTime(policy.closedUntil)}`]),
    ...(out === undefined ? [] : [`  file ${out}`]),
  ])
}

type CreateOptions = StepOptions & { name: string; parent?: string[] }

async function create(run: Run, file: string, options: CreateOptions): Promise<void> {
  const parents = (options.parent ?? []).map((id) => requireId('--parent', id))
  const chain = await run.chain()
  const community = await run.community()
  const { communityId } = community
  const salt = keccak256(toHex(options.name))
  const policyId = policyIdOf(communityId, salt)
  const part = await readRulesFile(file, { communityId, policyId })
  const above = await Promise.all(parents.map(async (id) => (await readPolicy(chain, id)).policy))
  const policy = { ...part, parents: above }
  const document = { communityId, policyId, name: options.name, parents }
  const receipt = await takeStep(
    run,
    await run.account(),
    {
      ...contract(chain),
      functionName: 'createPolicy',
      args: [communityId, salt, parents, encodeRules(part)],
    },
    {
      words: [
        `A policy of ${community.name}, ${policyId}:`,
        ...sentences(policy),
        'Nothing stands under it before members approve a version under it.',
      ],
      doing: 'making the policy',
      document,
      dryRun: options.dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Made the policy ${policyId}.`,
    `  transaction ${receipt.transactionHash}`,
    'Put its id into the field policy.policyId of a manifest.',
  ])
}

async function tighten(run: Run, given: string, file: string, { dryRun }: StepOptions): Promise<void> {
  const chain = await run.chain()
  const { policy } = await readPolicy(chain, requireId('POLICY', given))
  const { policyId, communityId, closedUntil, parents } = policy
  const part = { ...(await readRulesFile(file, { policyId, communityId })), closedUntil }
  const fields = looserFields({ ...part, parents }, policy)
  if (fields.length > 0) {
    throw new CommonwealError(
      `${file} is no tightening of the policy, for what it says of ${fields.join(', ')}.`,
      {
        code: 'policy_not_stricter',
        details: { policyId, fields },
        next: `Permitting more, and any change of consent or custodian, takes a vote and the consent of elders: policy propose-loosening ${policyId} ${file}`,
      },
    )
  }
  const document = { policyId }
  const receipt = await takeStep(
    run,
    await run.account(),
    { ...contract(chain), functionName: 'tighten', args: [policyId, encodeRules(part)] },
    {
      words: ['From now on:', ...sentences({ ...part, parents: [] })],
      doing: 'tightening the policy',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Tightened the policy ${policyId}: it holds at once.`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function proposeLoosening(
  run: Run,
  given: string,
  file: string,
  { text, ...options }: MakeOptions & { text: string },
): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const { policy } = await readPolicy(chain, requireId('POLICY', given))
  const { policyId, communityId } = policy
  const rules = encodeRules(await readRulesFile(file, { policyId, communityId }))
  let subject: Hex
  try {
    subject = await chain.client.readContract({
      ...contract(chain),
      functionName: 'looseningSubject',
      args: [policyId, rules],
    })
  } catch (error) {
    throw explainFailure(error, 'reading what elders consent to', chain.rpcUrl)
  }
  if (policy.consent > 0) {
    run.progress(
      `It takes the consent of ${plural(policy.consent, 'elder')} too before it is executed: council consent ${subject}`,
    )
  }
  await makeProposal(
    run,
    community,
    { text, actions: [{ kind: 'loosenPolicy', policyId, rules }] },
    options,
    { policyId, consentSubject: subject, consentNeeded: policy.consent },
  )
}

async function close(run: Run, given: string, options: StepOptions & { reason: string }): Promise<void> {
  const reason = requireReason(options)
  const chain = await run.chain()
  const policyId = requireId('POLICY', given)
  const document = { policyId, reason }
  const receipt = await takeStep(
    run,
    await run.account(),
    { ...contract(chain), functionName: 'closeEarly', args: [policyId, reason] },
    {
      words: [
        `The season of ${policyId} is closed until it would have ended by itself, and everyone is told: ${JSON.stringify(reason)}`,
      ],
      doing: 'closing the season',
      document,
      dryRun: options.dryRun,
    },
  )
  if (receipt === undefined) return
  const [closed] = parseEventLogs({
    abi: culturalProtocolsAbi,
    eventName: 'SeasonClosed',
    logs: receipt.logs,
  })
  const until = closed?.args.until ?? 0
  run.answer({ ...document, until, transaction: receipt.transactionHash }, [
    `Closed until ${formatTime(until)}.`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

/** Adds what is done with policies on chain to the command `policy`. */
export function addPolicyOnChainCommands(
  policy: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const id = ['<policy>', "the policy's id"] as const
  const file = ['<file>', 'JSON with a policy, as `policy show --out` writes it'] as const
  on(policy.command('list').description('the policies of the community'), list)
  on(
    policy
      .command('show')
      .argument(...id)
      .option('--out <file>', 'write it into a file')
      .description('a policy with all that it stands on, as the chain decides by it'),
    show,
  )
  on(
    policy
      .command('create')
      .argument(...file)
      .requiredOption('--name <text>', 'whatever the community knows it by; the id is made from it')
      .option('--parent <policy...>', 'ids of policies that it stands on')
      .option(...dryRunOption)
      .description('make a policy, as an elder or steward'),
    create,
  )
  on(
    policy
      .command('tighten')
      .argument(...id)
      .argument(...file)
      .option(...dryRunOption)
      .description('permit less, at once, as an elder'),
    tighten,
  )
  on(
    withMakeOptions(
      policy
        .command('propose-loosening')
        .argument(...id)
        .argument(...file),
    )
      .requiredOption('--text <text>', 'what members read')
      .description('propose other rules; elders have to consent too'),
    proposeLoosening,
  )
  on(
    policy
      .command('close')
      .argument(...id)
      .requiredOption('--reason <text>', 'why; public for ever')
      .option(...dryRunOption)
      .description('close a season early, as an elder or steward'),
    close,
  )
}
