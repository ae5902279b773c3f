import { ManifestError } from '../errors/ManifestError.ts'
import type { ManifestFields } from '../manifest/createManifest.ts'
import type { ManifestCard } from '../manifest/schema.ts'
import { spdxLicense } from '../manifest/spdxLicense.ts'
import { type Task, tasks } from '../manifest/tasks.ts'
import { readLine, readLines, readMap, readMaps } from './headerValues.ts'
import { type CardText, readCardText } from './readCardText.ts'
import { readLanguages } from './readLanguages.ts'
import { cardPath, readModelCard } from './readModelCard.ts'
import { readModelIndex } from './readModelIndex.ts'
import { readRuntime } from './readRuntime.ts'

/** Names of Hugging Face for what transformers.js runs under another. */
const pipelines: Readonly<Record<string, Task>> = {
  'sentence-similarity': 'feature-extraction',
  'text-ranking': 'text-classification',
  'text-to-speech': 'text-to-audio',
}
/** Keys of a header that a manifest has a place for. */
const carried = new Set([
  'base_model',
  'base_model_relation',
  'co2_eq_emissions',
  'datasets',
  'language',
  'library_name',
  'license',
  'license_link',
  'license_name',
  'model-index',
  'model_name',
  'pipeline_tag',
  'tags',
  'version',
])
const licenseFiles = ['LICENSE', 'LICENSE.md', 'LICENSE.txt']
const noPolicy = { policyId: `0x${'0'.repeat(64)}`, texts: [] } as const
const most = { results: 64, tags: 64 }

/**
 * Describes a Hugging Face repository that is laid out for transformers.js: what its header says is carried over, the
 * rest is told by its files. Nothing is made up about people: what a card does not say is said to be missing.
 *
 * @param files Every file of the repository.
 * @param folder The name that a model has whose card gives none.
 * @param given Fields that stand as they are, as JSON; those of `card` and `runtime` one by one.
 * @returns The fields (`createManifest` checks them), and in `notes` sentences on what was assumed or left out.
 * @throws ManifestError with the path, for a card that cannot be read, or something nobody but its author can say.
 */
export function draftFields({
  files,
  folder,
  given,
}: {
  files: Iterable<{ path: string; bytes: Uint8Array }>
  folder: string
  given: Readonly<Record<string, unknown>>
}): { fields: ManifestFields; notes: string[] } {
  const byPath = new Map([...files].map(({ path, bytes }) => [path, bytes]))
  const card = byPath.get(cardPath)
  if (card === undefined) {
    throw new ManifestError(`"${cardPath}" is missing; it is what members read about the model.`, {
      code: 'file_missing',
      path: cardPath,
      next: 'Write a model card with the YAML header that Hugging Face asks for.',
    })
  }
  const { header, body } = readModelCard(card)
  const text = readCardText(body)
  const notes: string[] = []

  const task = (given.task as Task | undefined) ?? readTask(header.get('pipeline_tag'))
  const { runtime, notes: assumed } = readRuntime(byPath, task, object(given.runtime, 'runtime'))
  notes.push(...assumed)

  const library = readLine(header.get('library_name'), 'library_name')
  const tags = readLines(header.get('tags'), 'tags')
  if (library !== undefined && library !== 'transformers.js' && !tags.includes(library)) {
    tags.push(library)
    notes.push(`transformers.js runs it; the library of the card, ${library}, becomes a tag.`)
  }
  if (tags.length > most.tags) notes.push(`Of ${tags.length} tags the first ${most.tags} are carried over.`)

  const stated = readLine(header.get('version'), 'version')
  if (stated === undefined && given.version === undefined)
    notes.push('The card gives no version: it becomes 1.0.0.')

  const indexed = readMaps(header.get('model-index'), 'model-index')[0]
  const base = readLines(header.get('base_model'), 'base_model')
  const relation = readLine(header.get('base_model_relation'), 'base_model_relation')
  const left = [...header.keys()].filter((key) => !carried.has(key))
  if (left.length > 0)
    notes.push(`Not carried over from the header: ${left.join(', ')}. ${cardPath} keeps them.`)

  const fields = {
    name:
      readLine(header.get('model_name'), 'model_name') ??
      readLine(indexed?.get('name'), 'model-index[0].name') ??
      text.title ??
      folder,
    version: stated ?? '1.0.0',
    language: readLanguages(readLines(header.get('language'), 'language')),
    ...('license' in given || 'license_name' in given ? {} : readLicense(header, byPath)),
    tags: tags.slice(0, most.tags),
    ...(base.length === 0 ? {} : { base_model: base }),
    ...(relation === undefined ? {} : { base_model_relation: relation }),
    policy: noPolicy,
    parents: [],
    ...given,
    task,
    library_name: 'transformers.js',
    runtime,
    card: { ...describe(header, text, notes, object(given.card, 'card')) },
  }
  // `createManifest` holds every field against the schema; until then nothing here is more than a draft.
  return { fields: fields as unknown as ManifestFields, notes }
}

function object(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (value === undefined) return {}
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new ManifestError(`The field ${at} is not an object.`, { code: 'manifest_invalid', at })
}

function readTask(value: unknown): Task {
  const pipeline = readLine(value, 'pipeline_tag')
  const task = tasks.find((each) => each === pipeline) ?? pipelines[pipeline ?? '']
  if (task !== undefined) return task
  throw new ManifestError(
    pipeline === undefined
      ? `"${cardPath}" does not say what the model does: it has no pipeline_tag.`
      : `"${cardPath}": transformers.js has no pipeline ${JSON.stringify(pipeline)}.`,
    {
      code: 'field_missing',
      path: cardPath,
      at: 'task',
      next: 'Set pipeline_tag in the header, or give --task.',
      details: { known: tasks },
    },
  )
}

function readLicense(
  header: ReadonlyMap<string, unknown>,
  files: ReadonlyMap<string, Uint8Array>,
): Pick<ManifestFields, 'license' | 'license_name' | 'license_link'> {
  const ids = readLines(header.get('license'), 'license')
  const [id] = ids
  if (id === undefined || ids.length > 1) {
    throw new ManifestError(
      id === undefined
        ? `"${cardPath}" names no licence, and nobody may use a model without one.`
        : `"${cardPath}" names several licences, and not whether all of them hold or any one.`,
      {
        code: 'field_missing',
        path: cardPath,
        at: 'license',
        next: 'Set license in the header, or give it with --fields, such as {"license":"MIT OR Apache-2.0"}.',
      },
    )
  }
  const known = spdxLicense(id)
  if (known !== undefined) return { license: known }
  const license_name = readLine(header.get('license_name'), 'license_name') ?? id
  const license_link =
    readLine(header.get('license_link'), 'license_link') ?? licenseFiles.find((path) => files.has(path))
  if (license_link !== undefined) return { license_name, license_link }
  throw new ManifestError(
    `"${cardPath}" names the licence ${JSON.stringify(license_name)}, but not where its words are.`,
    {
      code: 'field_missing',
      path: cardPath,
      at: 'license_link',
      next: 'Set license_link in the header, or put the words into a file LICENSE.',
    },
  )
}

function describe(
  header: ReadonlyMap<string, unknown>,
  text: CardText,
  notes: string[],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const unsaid = (key: string, what: string) => {
    if (!(key in given)) notes.push(`The card does not say ${what}; the manifest says that it does not.`)
    return `${cardPath} does not say.`
  }
  const results = readModelIndex(header)
  if (results.length > most.results) {
    notes.push(
      `Of ${results.length} results the first ${most.results} are carried over; ${cardPath} keeps them all.`,
    )
  }
  const energy = readEnergy(header.get('co2_eq_emissions'))
  const datasets = readLines(header.get('datasets'), 'datasets')
  if (datasets.length > 0 && !('trainingData' in given)) {
    notes.push('The card names training data, but not who looks after it or how consent was given.')
  }
  return {
    description: text.description ?? unsaid('description', 'in a sentence what the model is'),
    intendedUse:
      text.intendedUse.length > 0 ? text.intendedUse : [unsaid('intendedUse', 'what the model is for')],
    outOfScope: text.outOfScope,
    limitations:
      text.limitations.length > 0 ? text.limitations : [unsaid('limitations', 'what the model cannot do')],
    trainingData: datasets.map((name): ManifestCard['trainingData'][number] => ({
      name,
      description: `Named by the model card, as Hugging Face knows it.`,
      custodian: `${cardPath} does not say.`,
      consent: `${cardPath} does not say.`,
      ...(/^[\w.-]+(\/[\w.-]+)?$/.test(name) ? { link: `https://huggingface.co/datasets/${name}` } : {}),
    })),
    evaluation: results.slice(0, most.results),
    ...(energy === undefined ? {} : { energy }),
    ...given,
  }
}

/** `co2_eq_emissions`: grams, or grams with how they came about. */
function readEnergy(value: unknown): ManifestCard['energy'] {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return { co2Grams: value }
  const group = readMap(value, 'co2_eq_emissions')
  const line = (key: string) => readLine(group.get(key), `co2_eq_emissions.${key}`)
  const emissions = group.get('emissions')
  const hardware = line('hardware_used')
  const notes = ['training_type', 'geographical_location', 'source']
    .map((key) => [key.replaceAll('_', ' '), line(key)])
    .filter(([, each]) => each !== undefined)
    .map(([key, each]) => `${key}: ${each}`)
  return {
    ...(typeof emissions === 'number' ? { co2Grams: emissions } : {}),
    ...(hardware === undefined ? {} : { hardware }),
    ...(notes.length === 0 ? {} : { notes: notes.join('; ') }),
  }
}
