import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Purpose, purposes } from '@commonweal/sdk/policy/vocabulary'
import { z } from 'zod'
import { WorkerError } from '../errors/WorkerError.ts'

const url = z.string().refine(isHttpUrl, 'must be an http or https address')
const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item))
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hex digits')
  .transform((text) => text as `0x${string}`)

const schema = z.object({
  COMMONWEAL_RPC_URLS: list(url).refine(
    (urls) => urls.length >= 1 && urls.length <= 5,
    'name one to five RPC addresses, separated by commas; two independent ones are better than one',
  ),
  COMMONWEAL_CHAIN_ID: count(1, Number.MAX_SAFE_INTEGER),
  COMMONWEAL_COMMUNITY: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/, 'must be a community id: 0x and 64 hex digits')
    .transform((text) => text.toLowerCase() as `0x${string}`),
  COMMONWEAL_DATA_DIR: z
    .string()
    .min(1)
    .transform((path) => resolve(path)),
  COMMONWEAL_HOST: z.string().min(1).default('127.0.0.1'),
  COMMONWEAL_WORKER_PORT: count(0, 65535).default(8787),
  COMMONWEAL_IPFS_GATEWAYS: list(url).default([]),
  COMMONWEAL_IPFS_RPC: url.optional(),
  COMMONWEAL_IPFS_PEERS: list(
    z.string().startsWith('/', 'must be a multiaddr such as /ip4/…/tcp/…/p2p/…'),
  ).default([]),
  COMMONWEAL_ALLOWED_ORIGINS: list(url).default([]),
  COMMONWEAL_SIGN_IN_DOMAINS: list(
    z
      .string()
      .regex(/^[a-z0-9.-]+(:[0-9]{1,5})?$/, 'must be a host such as models.example.org, or host:port'),
  ).default([]),
  COMMONWEAL_SESSION_SECONDS: count(60, 86_400).default(900),
  COMMONWEAL_DEFAULT_PURPOSE: z.enum(purposes, `must be one of ${purposes.join(', ')}`).optional(),
  COMMONWEAL_MODEL_REGISTRY: address.optional(),
  COMMONWEAL_COMMUNITY_REGISTRY: address.optional(),
  COMMONWEAL_POLL_MS: count(50, 60_000).default(500),
  COMMONWEAL_RPC_TIMEOUT_MS: count(100, 60_000).default(3_000),
  COMMONWEAL_LEASE_SECONDS: count(1, 3_600).default(30),
  COMMONWEAL_MAX_HEAD_AGE_SECONDS: count(1, 86_400).default(90),
  COMMONWEAL_MAX_BUNDLE_BYTES: count(1, 64 * 2 ** 30).default(4 * 2 ** 30),
  COMMONWEAL_MAX_MODELS: count(1, 64).default(4),
  COMMONWEAL_THREADS: count(1, 256).optional(),
  COMMONWEAL_MAX_QUEUE: count(1, 10_000).default(64),
  COMMONWEAL_FETCH_TIMEOUT_MS: count(500, 600_000).default(30_000),
  COMMONWEAL_LOAD_TIMEOUT_MS: count(1_000, 3_600_000).default(120_000),
  COMMONWEAL_REQUEST_TIMEOUT_MS: count(100, 600_000).default(30_000),
  COMMONWEAL_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info'),
})

const names = Object.keys(schema.shape) as (keyof typeof schema.shape)[]
const flagOf = (name: string) =>
  name
    .replace(/^COMMONWEAL_/, '')
    .toLowerCase()
    .replaceAll('_', '-')

/** Settings of a worker. Times are in milliseconds or seconds as their names say, sizes in bytes. */
export interface WorkerConfig {
  rpcUrls: string[]
  chainId: number
  community: `0x${string}`
  dataDir: string
  host: string
  port: number
  ipfsGateways: string[]
  ipfsRpc: string | undefined
  ipfsPeers: string[]
  allowedOrigins: string[]
  /** Hosts for which people may sign in, beside the allowed origins' and the one it listens on. */
  signInDomains: string[]
  sessionSeconds: number
  /** What an answer is taken to be for where the request does not say. */
  defaultPurpose: Purpose | undefined
  modelRegistry: `0x${string}` | undefined
  communityRegistry: `0x${string}` | undefined
  pollMs: number
  rpcTimeoutMs: number
  leaseSeconds: number
  maxHeadAgeSeconds: number
  maxBundleBytes: number
  maxModels: number
  threads: number
  maxQueue: number
  fetchTimeoutMs: number
  loadTimeoutMs: number
  requestTimeoutMs: number
  logLevel: string
}

/**
 * Reads the settings from the environment; a flag (`--rpc-urls` for `COMMONWEAL_RPC_URLS`) wins.
 * @throws WorkerError `invalid_configuration`, naming every setting that is missing or wrong.
 */
export function readConfig(env: Record<string, string | undefined>, argv: string[] = []): WorkerConfig {
  const options = Object.fromEntries(names.map((name) => [flagOf(name), { type: 'string' as const }]))
  let flags: Record<string, string | boolean | undefined>
  try {
    flags = parseArgs({ args: argv, options, strict: true, allowPositionals: false }).values
  } catch (cause) {
    throw new WorkerError(
      'invalid_configuration',
      (cause as Error).message,
      { next: `Known flags: ${names.map((name) => `--${flagOf(name)}`).join(' ')}` },
      cause,
    )
  }
  const given = Object.fromEntries(
    names
      .map((name) => [name, flags[flagOf(name)] ?? env[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0])
      const missing = given[name] === undefined
      return `${name} (or --${flagOf(name)}) ${missing ? 'is missing' : issue.message}`
    })
    throw new WorkerError('invalid_configuration', problems.join('; '), {
      next: 'Set it in the environment or give the flag, then start again.',
      param: problems.length === 1 ? String(parsed.error.issues[0]?.path[0]) : undefined,
    })
  }
  const value = parsed.data
  if (value.COMMONWEAL_POLL_MS >= value.COMMONWEAL_LEASE_SECONDS * 1000) {
    throw new WorkerError(
      'invalid_configuration',
      `COMMONWEAL_POLL_MS (${value.COMMONWEAL_POLL_MS} ms) is not shorter than COMMONWEAL_LEASE_SECONDS (${value.COMMONWEAL_LEASE_SECONDS} s): the lease would run out between two looks at the chain`,
      { next: 'Look more often, or hold a longer lease.' },
    )
  }
  const cores = availableParallelism()
  return {
    rpcUrls: value.COMMONWEAL_RPC_URLS,
    chainId: value.COMMONWEAL_CHAIN_ID,
    community: value.COMMONWEAL_COMMUNITY,
    dataDir: value.COMMONWEAL_DATA_DIR,
    host: value.COMMONWEAL_HOST,
    port: value.COMMONWEAL_WORKER_PORT,
    ipfsGateways: value.COMMONWEAL_IPFS_GATEWAYS,
    ipfsRpc: value.COMMONWEAL_IPFS_RPC,
    ipfsPeers: value.COMMONWEAL_IPFS_PEERS,
    allowedOrigins: value.COMMONWEAL_ALLOWED_ORIGINS.map((origin) => new URL(origin).origin),
    signInDomains: value.COMMONWEAL_SIGN_IN_DOMAINS,
    sessionSeconds: value.COMMONWEAL_SESSION_SECONDS,
    defaultPurpose: value.COMMONWEAL_DEFAULT_PURPOSE,
    modelRegistry: value.COMMONWEAL_MODEL_REGISTRY,
    communityRegistry: value.COMMONWEAL_COMMUNITY_REGISTRY,
    pollMs: value.COMMONWEAL_POLL_MS,
    rpcTimeoutMs: value.COMMONWEAL_RPC_TIMEOUT_MS,
    leaseSeconds: value.COMMONWEAL_LEASE_SECONDS,
    maxHeadAgeSeconds: value.COMMONWEAL_MAX_HEAD_AGE_SECONDS,
    maxBundleBytes: value.COMMONWEAL_MAX_BUNDLE_BYTES,
    maxModels: value.COMMONWEAL_MAX_MODELS,
    // Models times threads beyond the cores halved throughput where it was measured.
    threads: value.COMMONWEAL_THREADS ?? Math.max(1, Math.floor(cores / value.COMMONWEAL_MAX_MODELS)),
    maxQueue: value.COMMONWEAL_MAX_QUEUE,
    fetchTimeoutMs: value.COMMONWEAL_FETCH_TIMEOUT_MS,
    loadTimeoutMs: value.COMMONWEAL_LOAD_TIMEOUT_MS,
    requestTimeoutMs: value.COMMONWEAL_REQUEST_TIMEOUT_MS,
    logLevel: value.COMMONWEAL_LOG_LEVEL,
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}
