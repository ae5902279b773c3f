import { ManifestError } from '../errors/ManifestError.ts'
import { readJson } from '../manifest/readJson.ts'
import type { Manifest, ManifestRuntime } from '../manifest/schema.ts'
import { chooseDtype } from './chooseDtype.ts'
import { evaluatedWith } from './evaluatedWith.ts'

type Files = ReadonlyMap<string, Uint8Array>
type Settings = Readonly<Record<string, unknown>>

/** Where configurations write how many tokens a model takes. */
const positions = ['max_position_embeddings', 'n_positions', 'max_sequence_length', 'max_seq_len', 'n_ctx']
/** What tokenizers write for "no bound" is about 1e30; nothing takes more than this. */
const mostTokens = 10_000_000
const mostCharacters = 100_000_000
const defaultTokens = 512
/** Words of long-winded languages have eight characters a token; more would be cut off or refused by tokens anyway. */
const charactersAToken = 8

const poolings: readonly (readonly [string, NonNullable<ManifestRuntime['pooling']>])[] = [
  ['pooling_mode_cls_token', 'cls'],
  ['pooling_mode_lasttoken', 'last_token'],
  ['pooling_mode_mean_tokens', 'mean'],
]

/**
 * The settings a model is run with, as its files say them. What is given stands; the rest is told by the graphs'
 * names, config.json, tokenizer_config.json and what sentence-transformers writes beside a model.
 *
 * @returns The settings, and in `notes` what had to be assumed.
 * @throws ManifestError that names the file that is missing or wrong.
 */
export function readRuntime(
  files: Files,
  task: Manifest['task'],
  given: Settings,
): { runtime: Settings; notes: string[] } {
  const notes: string[] = []
  const config = readSettings(files, 'config.json')
  if (config === undefined) {
    throw new ManifestError('"config.json" is missing; transformers.js reads it first.', {
      code: 'file_missing',
      path: 'config.json',
      next: 'Put the model’s config.json into the folder.',
    })
  }
  const tokenizer = readSettings(files, 'tokenizer_config.json')
  const hints = isSettings(config['transformers.js_config']) ? config['transformers.js_config'] : {}

  const device = given.device ?? 'cpu'
  const { dtype, available } = chooseDtype({
    paths: [...files.keys()],
    device: String(device),
    asked: given.dtype,
    configured: hints.dtype,
  })
  if (given.dtype === undefined && available.length > 1) {
    notes.push(`The weights as ${dtype} are meant, of ${available.join(', ')} (--dtype names others).`)
  }
  let maxInputTokens = given.maxInputTokens
  if (maxInputTokens === undefined) {
    const text = isSettings(config.text_config) ? config.text_config : {}
    const bounds = [tokenizer?.model_max_length, ...positions.flatMap((key) => [config[key], text[key]])]
    const known = bounds.filter(
      (each): each is number =>
        typeof each === 'number' && Number.isInteger(each) && each >= 1 && each <= mostTokens,
    )
    if (known.length === 0)
      notes.push(`No file says how long an input may be: ${defaultTokens} tokens are assumed.`)
    maxInputTokens = known.length === 0 ? defaultTokens : Math.min(...known)
  }
  const characters =
    typeof maxInputTokens === 'number'
      ? Math.min(maxInputTokens * charactersAToken, mostCharacters)
      : undefined
  return {
    runtime: {
      ...evaluatedWith,
      device,
      maxInputCharacters: characters,
      ...(task === 'feature-extraction' ? readPooling(files) : {}),
      ...given,
      dtype,
      maxInputTokens,
    },
    notes,
  }
}

function readPooling(files: Files): Pick<ManifestRuntime, 'pooling' | 'normalize'> {
  const modes = readSettings(files, '1_Pooling/config.json')
  const pooling = poolings.find(([key]) => modes?.[key] === true)?.[1]
  const modules = files.get('modules.json')
  const steps = modules === undefined ? [] : readJson('modules.json', modules)
  const normalize = Array.isArray(steps) && steps.some((step) => /\.Normalize$/.test(String(step?.type)))
  return {
    ...(pooling === undefined ? {} : { pooling }),
    ...(modules === undefined ? {} : { normalize }),
  }
}

function readSettings(files: Files, path: string): Settings | undefined {
  const bytes = files.get(path)
  if (bytes === undefined) return undefined
  const value = readJson(path, bytes)
  if (isSettings(value)) return value
  throw new ManifestError(`"${path}": it does not hold an object.`, {
    code: 'content_refused',
    path,
    next: 'Export the model again.',
  })
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
