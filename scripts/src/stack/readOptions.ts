import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StackError } from './StackError.ts'

/** Ports of the local stack, all on 127.0.0.1. */
export type StackPorts = {
  chain: number
  indexer: number
  ipfsGateway: number
  ipfsRpc: number
  worker: number
  web: number
}

/** Order in which `--ports BASE` counts up. */
const portNames = ['chain', 'indexer', 'ipfsGateway', 'ipfsRpc', 'worker', 'web'] as const

const defaultPorts: StackPorts = {
  chain: 8545,
  indexer: 8000,
  ipfsGateway: 8080,
  ipfsRpc: 5001,
  worker: 8787,
  web: 3000,
}

export type StackOptions = {
  /** Absolute folder for everything the stack keeps. */
  state: string
  ports: StackPorts
  fresh: boolean
  /** What is put on the chain: a community with a version and a proposal, the community alone, or nothing. */
  seed: 'demo' | 'community' | 'none'
  web: boolean
}

export const usage = `Usage: npm start [-- options]

  --state DIR      where chain, files, index and logs are kept (default .commonweal/stack)
  --ports BASE     six consecutive ports from BASE: chain, indexer, IPFS gateway, IPFS RPC, worker, web
                   (default 8545, 8000, 8080, 5001, 8787, 3000)
  --fresh          throw away what is kept and start over
  --seed WHAT      demo (default): a community, its first model version and a proposal to approve it
                   community: the community alone
                   none: contracts only, without worker and web app
  --no-web         leave the web app out
  --help
`

/**
 * Reads the command line of `npm start`.
 *
 * @param folder What a relative --state is relative to.
 * @returns undefined when help was asked for.
 * @throws StackError `invalid_option`, naming the option.
 */
export function readOptions(
  args: readonly string[],
  { root, folder }: { root: string; folder: string },
): StackOptions | undefined {
  let values: Record<string, string | boolean | undefined>
  try {
    values = parseArgs({
      args: [...args],
      options: {
        state: { type: 'string' },
        ports: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        seed: { type: 'string', default: 'demo' },
        'no-seed': { type: 'boolean', default: false },
        'no-web': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (cause) {
    throw refused((cause as Error).message.split('. ')[0] ?? 'Unknown option', cause)
  }
  if (values.help) return undefined
  const seed = values['no-seed'] ? 'none' : values.seed
  if (seed !== 'demo' && seed !== 'community' && seed !== 'none') {
    throw refused(`--seed takes demo, community or none, not ${JSON.stringify(seed)}`)
  }
  return {
    state:
      values.state === undefined ? resolve(root, '.commonweal/stack') : resolve(folder, String(values.state)),
    ports: readPorts(values.ports as string | undefined),
    fresh: values.fresh === true,
    seed,
    web: values['no-web'] !== true && seed !== 'none',
  }
}

function readPorts(text: string | undefined): StackPorts {
  if (text === undefined) return defaultPorts
  const base = Number(text)
  const last = 65_535 - (portNames.length - 1)
  if (!/^\d+$/.test(text) || base < 1024 || base > last) {
    throw refused(`--ports takes a number from 1024 to ${last}, not ${JSON.stringify(text)}`)
  }
  return Object.fromEntries(portNames.map((name, index) => [name, base + index])) as StackPorts
}

function refused(message: string, cause?: unknown): StackError {
  return new StackError(`${message}.`, { code: 'invalid_option', next: 'Read `npm start -- --help`.', cause })
}
