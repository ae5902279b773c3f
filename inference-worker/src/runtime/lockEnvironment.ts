import { env, LogLevel } from '@huggingface/transformers'

/** Point at nothing: no such folder, and a name that never resolves (RFC 6761). */
const localModelPath = '/nonexistent/commonweal/'
const remoteHost = 'https://models.commonweal.invalid/'

/**
 * Shuts every way by which transformers.js could find a byte that was not verified, for the life of this process.
 * Checked against the source of transformers.js 4.3.1:
 *
 * - with both `allowLocalModels` and `allowRemoteModels` off `getModelFile` throws before it looks into the cache, so
 *   local stays on and leads nowhere: `useFS` off sends it to `env.fetch`, which refuses;
 * - a file is looked up by its local path, then by its remote address, and a model's weights a second time by the
 *   remote address: the cache answers to both;
 * - `tryCache` swallows what `match` throws and goes on to the next source, so `match` never throws;
 * - `logLevel` NONE, because a failed run prints whole input tensors as an error.
 *
 * @param modelId 64 hex digits. A valid repository name, hence joined to `localModelPath` and never a path of its own.
 * @param files Verified bytes by their path in the bundle.
 * @returns A function that drops the bytes once the model is loaded.
 */
export function lockEnvironment(
  modelId: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): () => void {
  const byKey = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const [path, bytes] of files) {
    byKey.set(`${localModelPath}${modelId}/${path}`, bytes)
    byKey.set(`${remoteHost}${modelId}/resolve/main/${path}`, bytes)
  }
  const deny = async (): Promise<never> => {
    throw new Error('Nothing is fetched here: what is not a verified file does not exist')
  }
  Object.assign(env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath,
    remoteHost,
    remotePathTemplate: '{model}/resolve/{revision}/',
    useFS: false,
    useFSCache: false,
    useBrowserCache: false,
    useWasmCache: false,
    cacheDir: null,
    experimental_useCrossOriginStorage: false,
    fetch: deny,
    useCustomCache: true,
    customCache: Object.freeze({
      async match(key: string): Promise<Response | undefined> {
        const bytes = byKey.get(key)
        return bytes === undefined ? undefined : new VerifiedResponse(bytes)
      },
      async put(): Promise<void> {},
    }),
  })
  env.logLevel = LogLevel.NONE
  Object.freeze(env)
  globalThis.fetch = deny
  return () => byKey.clear()
}

/**
 * A response that hands out the checked buffer itself. The built-in one copies a body three times over, which for
 * weights takes longer than hashing them.
 */
class VerifiedResponse extends Response {
  readonly #bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super(null, { headers: { 'content-length': String(bytes.byteLength) } })
    this.#bytes = bytes
  }

  override arrayBuffer = async (): Promise<ArrayBuffer> => {
    const { buffer, byteLength } = this.#bytes
    return byteLength === buffer.byteLength ? buffer : this.#bytes.slice().buffer
  }
}
