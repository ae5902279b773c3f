import { decide } from '@commonweal/sdk/policy/decide'
import type { Decision } from '@commonweal/sdk/policy/decideEffective'
import { type HubLabel, importHubProject } from '@commonweal/sdk/policy/labels/importHubProject'
import { formatMoment } from '@commonweal/sdk/policy/moment'
import { toOdrl } from '@commonweal/sdk/policy/odrl/toOdrl'
import { catalogues, type Language } from '@commonweal/sdk/policy/sentences/catalogues'
import { describeDecision } from '@commonweal/sdk/policy/sentences/describeDecision'
import { describePolicy } from '@commonweal/sdk/policy/sentences/describePolicy'
import { policyUtcOffset } from '@commonweal/sdk/policy/sentences/policyUtcOffset'
import { type Command, Option } from 'commander'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readJsonFile, readPolicyFile, readPolicyQuestion } from '../readPolicyFile.ts'
import { writeDocument } from '../writeDocument.ts'
import { addPolicyOnChainCommands } from './policyOnChain.ts'

const decisionToJson = ({ allowed, reason, until }: Decision) => ({
  allowed,
  reason,
  until: until === null ? null : formatMoment(until),
})

async function decideFile(_: Run, file: string): Promise<void> {
  const { policy, request, at } = await readPolicyQuestion(file)
  process.stdout.write(`${JSON.stringify(decisionToJson(decide(policy, request, at)))}\n`)
}

async function explain(run: Run, file: string, { language }: { language: Language }): Promise<void> {
  const { policy, question } = await readPolicyFile(file)
  const sentences = describePolicy(policy, language)
  const decision = question && decide(policy, question.request, question.at)
  const told = decision && describeDecision(decision, language, policyUtcOffset(policy))
  run.answer(
    {
      language,
      sentences,
      ...(decision && { decision: { ...decisionToJson(decision), text: told } }),
    },
    [
      ...sentences.flatMap(({ policyId, text }, index) =>
        policyId === sentences[index - 1]?.policyId ? [`  ${text}`] : [`${policyId}`, `  ${text}`],
      ),
      ...(told === undefined ? [] : ['', told]),
    ],
  )
}

async function exportOdrl(run: Run, file: string, { out }: { out?: string }): Promise<void> {
  const document = toOdrl((await readPolicyFile(file)).policy)
  if (out === undefined) {
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
    return
  }
  await writeDocument(out, document)
  run.answer({ file: out, uid: document.uid }, [`Wrote ${document.uid} to ${out}.`])
}

const familyNames = { tk: 'TK Label', bc: 'BC Label', notice: 'Notice' } as const

function describeLabel({ family, type, uniqueId, isKnown, isRestricted, community, texts }: HubLabel) {
  return [
    `  ${familyNames[family]} ${type || 'without a type'}: ${texts[0]?.name || 'without a name'}${community === null ? '' : `, of ${community}`}`,
    `    id ${uniqueId}`,
    ...(isKnown ? [] : ['    This version does not know its type; it is kept as it is.']),
    ...(isRestricted ? ['    Its name is not for everyone: show it to nobody outside.'] : []),
  ]
}

async function importLabels(run: Run, file: string): Promise<void> {
  const project = importHubProject(await readJsonFile(file))
  const notices = project.labels.filter(({ family }) => family === 'notice').length
  const labels = project.labels.length - notices
  run.answer(project, [
    `${project.title || 'A project without a title'} (${project.uniqueId}) carries ${plural(labels, 'label')} and ${plural(notices, 'notice')}.`,
    ...project.labels.flatMap(describeLabel),
    'They say what their communities say with them; nothing here follows from them by itself.',
  ])
}

/** Adds `policy decide`, `explain`, `export` and `import-labels`, which ask no chain, and those that do. */
export function addPolicyCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const policy = parent
    .command('policy')
    .description('cultural protocols: who may use what for what, in files and on chain')
  addPolicyOnChainCommands(policy, on)
  const policyFile = ['<file>', 'JSON with a policy, alone or as `policy decide` takes it'] as const
  on(
    policy
      .command('decide')
      .argument('<file>', 'JSON: { "policy", "request", "at": an ISO time or Unix seconds }')
      .description('whether a request is allowed, why not, and until when; always answers with JSON'),
    decideFile,
  )
  on(
    policy
      .command('explain')
      .argument(...policyFile)
      .addOption(
        new Option('--language <language>', 'of the sentences')
          .choices(Object.keys(catalogues))
          .default('en'),
      )
      .description('every rule in sentences, and the decision where the file asks for one'),
    explain,
  )
  on(
    policy
      .command('export')
      .argument(...policyFile)
      .option('--out <file>', 'write it into a file')
      .description('the policy in ODRL 2.2, as JSON-LD'),
    exportOdrl,
  )
  on(
    policy
      .command('import-labels')
      .argument('<file>', 'JSON of a project, as the API v2 of the Local Contexts Hub answers it')
      .description('which labels and notices a project carries, each with its id'),
    importLabels,
  )
}
