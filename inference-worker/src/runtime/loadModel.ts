import { resolveLocation } from '@commonweal/sdk/lint/onnx/resolveLocation'
import { checkContent } from '@commonweal/sdk/manifest/checkContent'
import { dtypeSuffixes } from '@commonweal/sdk/manifest/dtypeSuffixes'
import type { ManifestRuntime } from '@commonweal/sdk/manifest/schema'
import { pipeline } from '@huggingface/transformers'
import { WorkerError } from '../errors/WorkerError.ts'
import { checkModel } from '../onnx/checkModel.ts'
import { lockEnvironment } from './lockEnvironment.ts'
import type { ModelDescription, Output } from './protocol.ts'

/** A loaded model: one input in, one output out. */
export type RunInput = (input: string) => Promise<Output>

const alwaysRead = ['config.json', 'tokenizer.json', 'tokenizer_config.json']

interface Encoded {
  input_ids: { dims: number[] }
}
type Tokenizer = ((text: string) => Encoded) & { model_max_length?: number }

/**
 * Builds the pipeline a manifest describes, out of verified bytes and nothing else.
 *
 * @throws WorkerError `model_refused`, saying which file is missing or what is wrong with it.
 */
export async function loadModel(
  { id, task, runtime }: ModelDescription,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  threads: number,
): Promise<RunInput> {
  if (task !== 'text-classification' && task !== 'feature-extraction') {
    throw refused(
      `This worker does not run ${task} yet`,
      undefined,
      'Run text-classification or feature-extraction.',
    )
  }
  if (runtime.device !== 'cpu') {
    throw refused(
      `The manifest asks for the device ${runtime.device}; this worker runs on cpu`,
      undefined,
      'Submit a version that was evaluated on cpu.',
    )
  }
  const modelPath = `onnx/model${dtypeSuffixes[runtime.dtype]}.onnx`
  // A file that is asked for and absent makes some loads hang: hold the list against the manifest first.
  for (const path of [...alwaysRead, modelPath]) {
    if (!files.has(path)) {
      throw refused(`${path} is missing from the bundle; ${task} in ${runtime.dtype} needs it`, path)
    }
  }
  const sizes = new Map(Array.from(files, ([path, bytes]) => [path, bytes.length]))
  let externalData: { path: string; data: Uint8Array }[] = []
  for (const [path, bytes] of files) {
    checkContent(path, bytes)
    if (!path.endsWith('.onnx')) continue
    const references = checkModel(path, bytes, sizes)
    if (path === modelPath) {
      externalData = references.externalData.map((location) => ({
        path: location,
        data: files.get(resolveLocation(path, location)) as Uint8Array,
      }))
    }
  }
  const pooling = poolingOf(runtime, files)
  const release = lockEnvironment(id, files)
  const run = await pipeline(task, id, {
    device: 'cpu',
    dtype: runtime.dtype,
    revision: 'main',
    subfolder: 'onnx',
    local_files_only: true,
    // The model's own config.json could ask for data files by number; they are handed over by name instead.
    use_external_data_format: false,
    session_options: {
      ...runtime.sessionOptions,
      intraOpNumThreads: Math.min(threads, runtime.sessionOptions?.intraOpNumThreads ?? threads),
      interOpNumThreads: 1,
      executionMode: 'sequential',
      ...(externalData.length === 0 ? {} : { externalData }),
    },
  })
  release()

  const tokenize = run.tokenizer as unknown as Tokenizer
  // The pipeline would cut a longer text silently; an answer to half a question is worse than a refusal.
  const maxTokens = Math.min(runtime.maxInputTokens, tokenize.model_max_length ?? Number.POSITIVE_INFINITY)
  const countTokens = (input: string): number => {
    const tokens = tokenize(input).input_ids.dims.at(-1) ?? 0
    if (tokens > maxTokens) {
      throw new WorkerError(
        'invalid_request',
        `An input has ${tokens} tokens; this model takes at most ${maxTokens}`,
        { param: 'input', next: 'Send a shorter text.' },
      )
    }
    return tokens
  }

  return async (input) => {
    if ([...input].length > runtime.maxInputCharacters) {
      throw new WorkerError(
        'invalid_request',
        `An input is longer than the ${runtime.maxInputCharacters} characters this model takes`,
        { param: 'input', next: 'Send a shorter text.' },
      )
    }
    const tokens = countTokens(input)
    // One input at a time: on a CPU a batch of mixed lengths is slower, and quantised outputs move with their
    // neighbours in a batch, which nobody could check afterwards.
    if (task === 'text-classification') {
      const labels = await (run as unknown as Classify)(input, { top_k: null })
      return { tokens, labels: labels.map(({ label, score }) => ({ label, score })) }
    }
    const tensor = await (run as unknown as Embed)(input, {
      pooling,
      normalize: runtime.normalize ?? true,
    })
    return { tokens, embedding: Array.from(tensor.data) }
  }
}

type Classify = (input: string, options: { top_k: null }) => Promise<{ label: string; score: number }[]>
type Embed = (
  input: string,
  options: { pooling: Pooling; normalize: boolean },
) => Promise<{ data: ArrayLike<number> }>
type Pooling = 'mean' | 'first_token' | 'cls' | 'last_token' | 'eos'

/** What was voted on; else what sentence-transformers writes down beside a model; else the mean. */
function poolingOf(runtime: ManifestRuntime, files: ReadonlyMap<string, Uint8Array>): Pooling {
  if (runtime.pooling === 'none') {
    throw refused(
      'The manifest asks for one vector a token (pooling "none"); this worker answers with one vector a text',
    )
  }
  if (runtime.pooling !== undefined) return runtime.pooling
  const path = '1_Pooling/config.json'
  const bytes = files.get(path)
  if (bytes === undefined) return 'mean'
  const config = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
  if (config.pooling_mode_cls_token === true) return 'cls'
  if (config.pooling_mode_lasttoken === true) return 'last_token'
  if (config.pooling_mode_mean_tokens === true) return 'mean'
  throw refused(`${path} asks for a pooling this worker does not know`, path)
}

function refused(message: string, path?: string, next = 'Submit a corrected version.'): WorkerError {
  return new WorkerError('model_refused', message, { path, next })
}
