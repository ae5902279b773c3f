import { readFile, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { ManifestError, type ManifestErrorCode } from '@commonweal/sdk/errors/ManifestError'
import { draftFields } from '@commonweal/sdk/huggingface/draftFields'
import { createManifest } from '@commonweal/sdk/manifest/createManifest'
import { encodeManifest } from '@commonweal/sdk/manifest/encodeManifest'
import { hashManifest } from '@commonweal/sdk/manifest/hashManifest'
import { manifestLimits } from '@commonweal/sdk/manifest/manifestLimits'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import { readJson } from '@commonweal/sdk/manifest/readJson'
import { toCycloneDx } from '@commonweal/sdk/manifest/toCycloneDx'
import { type Command, Option } from 'commander'
import type { Hex } from 'viem'
import { manifestPath, readBundle } from '../../actions/readBundle.ts'
import { reviewBundle } from '../../actions/reviewBundle.ts'
import { verifyManifest } from '../../actions/verifyManifest.ts'
import { writeOnce } from '../../actions/writeOnce.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { reportFailure } from '../reportFailure.ts'
import { UsageError } from '../UsageError.ts'
import { addLintCommand } from './lint.ts'

/** A file that somebody named, of at most what a manifest may have. */
async function readBounded(path: string, what: string): Promise<Uint8Array> {
  const refuse = (reason: string, cause?: unknown) =>
    new CommonwealError(`${path} ${reason}.`, {
      code: 'file_unreadable',
      cause,
      details: { path },
      next: `Name ${what}.`,
    })
  try {
    const found = await stat(path)
    if (!found.isFile()) throw refuse('is not a file')
    if (found.size > manifestLimits.manifestBytes) throw refuse(`has ${found.size} bytes, which is too many`)
    return await readFile(path)
  } catch (cause) {
    throw cause instanceof CommonwealError ? cause : refuse('cannot be read', cause)
  }
}

const notOfModel = (paths: readonly string[]) =>
  `Files of git are not files of the model: ${paths.join(', ')}.`

/** Makes an error about a manifest as a whole say which file that is. */
async function naming<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ManifestError) || error.path !== undefined || error.at !== undefined) throw error
    const { message, code, details, next } = error
    throw new ManifestError(`${path}: ${message}`, {
      code: code as ManifestErrorCode,
      path,
      next,
      cause: error,
      ...(typeof details === 'object' ? { details } : {}),
    })
  }
}

type CreateOptions = { out?: string; dtype?: string; task?: string; fields?: string }

/** What is no group of settings stays as it is, for the refusal to come. */
function withDtype(runtime: unknown, dtype: string): unknown {
  return runtime === undefined || isObject(runtime) ? { ...runtime, dtype } : runtime
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function readGiven({ fields, dtype, task }: CreateOptions): Promise<Record<string, unknown>> {
  const value = fields === undefined ? {} : readJson(fields, await readBounded(fields, 'a JSON file'))
  if (!isObject(value)) {
    throw new ManifestError(`${fields} does not hold an object.`, {
      code: 'manifest_invalid',
      ...(fields === undefined ? {} : { path: fields }),
      next: 'Write fields as {"name": …, "license": …}.',
    })
  }
  return {
    ...value,
    ...(task === undefined ? {} : { task }),
    ...(dtype === undefined ? {} : { runtime: withDtype(value.runtime, dtype) }),
  }
}

/** A file beside the model's would be taken for one of them. */
function placeOf(directory: string, out: string | undefined): string {
  const own = join(directory, manifestPath)
  if (out === undefined || resolve(out) === resolve(own)) return own
  const inside = relative(resolve(directory), resolve(out))
  if (inside !== '..' && !inside.startsWith(`..${sep}`)) {
    throw new UsageError(
      `${out} would become a file of the model.`,
      `Name a file outside of ${directory}, or leave out --out for ${own}.`,
    )
  }
  return out
}

async function create(run: Run, directory: string, options: CreateOptions): Promise<void> {
  const place = placeOf(directory, options.out)
  const { files, ofGit } = await readBundle(directory)
  const folder = basename(resolve(directory))
  const { fields, notes } = draftFields({ files, folder, given: await readGiven(options) })
  if (ofGit.length > 0) notes.push(notOfModel(ofGit))
  const manifest = createManifest({ files, fields })
  await reviewBundle(files)
  const bytes = encodeManifest(manifest)
  const written = await writeOnce(place, bytes)
  const manifestHash = hashManifest(bytes)
  const { name, version, task, runtime, filesRoot } = manifest
  for (const note of notes) run.progress(note)
  run.answer(
    { ok: true, manifest: place, manifestHash, filesRoot, name, version, task, dtype: runtime.dtype, notes },
    [
      `${written ? 'Wrote' : 'Left as it was:'} ${place}`,
      `  ${name} ${version}, ${task} in ${runtime.dtype}, ${plural(manifest.files.length, 'file')}`,
      `  manifest  sha256 ${manifestHash}`,
      `  filesRoot ${filesRoot}`,
    ],
  )
}

async function verify(
  run: Run,
  directory: string,
  manifestFile: string,
  options: { hash?: string },
): Promise<void> {
  const expected = options.hash?.toLowerCase()
  if (expected !== undefined && !/^0x[0-9a-f]{64}$/.test(expected)) {
    throw new UsageError(`--hash ${JSON.stringify(options.hash)} is not 0x and 64 hexadecimal digits.`)
  }
  const bytes = await readBounded(manifestFile, 'a manifest')
  const checked = await naming(manifestFile, () =>
    verifyManifest(directory, bytes, expected as Hex | undefined),
  )
  const { manifest, manifestHash, ofGit } = checked
  if (ofGit.length > 0) run.progress(notOfModel(ofGit))
  run.answer({ ok: true, manifestHash, filesRoot: manifest.filesRoot, files: manifest.files.length }, [
    `${directory} holds what ${manifestFile} says: ${plural(manifest.files.length, 'file')}, byte for byte.`,
    `  manifest  sha256 ${manifestHash}`,
    `  filesRoot ${manifest.filesRoot}`,
  ])
}

async function exportManifest(run: Run, from: string, options: { out?: string }): Promise<void> {
  const folder = await stat(from).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const path = folder ? join(from, manifestPath) : from
  const bytes = await readBounded(path, 'a manifest, or a folder in which `manifest create` wrote one')
  const manifest = await naming(path, () => parseManifest(bytes))
  const document = toCycloneDx(manifest, hashManifest(bytes))
  const text = `${JSON.stringify(document, null, 2)}\n`
  if (options.out === undefined) {
    process.stdout.write(text)
    return
  }
  await writeOnce(options.out, new TextEncoder().encode(text))
  run.answer({ ok: true, format: 'cyclonedx', file: options.out, serialNumber: document.serialNumber }, [
    `Wrote ${options.out}`,
    `  serial number ${document.serialNumber}`,
  ])
}

/** Adds what can be done with a manifest, without any chain. */
export function addManifestCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const manifest = parent
    .command('manifest')
    .description('describe a folder of model files as a manifest, hold one against the other, export it')
  on(
    manifest
      .command('create')
      .argument(
        '<dir>',
        'Hugging Face repository laid out for transformers.js: README.md, config.json, onnx/ …',
      )
      .option('--out <file>', 'where to write it; left out, <dir>/manifest.json')
      .option('--dtype <dtype>', 'which of the weights are meant: fp32, fp16, q8, q4 …')
      .option('--task <task>', "the pipeline; left out, the card's pipeline_tag")
      .option(
        '--fields <file>',
        'JSON with fields that stand as they are, such as version, license, card, policy',
      )
      .description('turn a folder into a manifest, with what its model card says'),
    reportFailure(create),
  )
  on(
    manifest
      .command('verify')
      .argument('<dir>', 'folder that holds the files of the model')
      .argument('<manifest>', 'manifest file')
      .option('--hash <hash>', 'hash that the manifest must have, as it stands on chain')
      .description('say whether a folder is what a manifest describes, and where it first differs'),
    reportFailure(verify),
  )
  on(
    manifest
      .command('export')
      .argument('<from>', 'manifest file, or folder that holds manifest.json')
      .addOption(
        new Option('--format <format>', 'what to write').choices(['cyclonedx']).makeOptionMandatory(),
      )
      .option('--out <file>', 'where to write it; left out, standard output')
      .description(
        'tell a manifest in a form that other programs know: a CycloneDX 1.6 machine-learning BOM',
      ),
    reportFailure(exportManifest),
  )
  addLintCommand(manifest, on)
}
