import { addresses } from '@commonweal/contracts/addresses'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { type Address, getAddress, type Hex } from 'viem'
import { z } from 'zod'

/** One thing that is wrong with the environment. */
export type ConfigIssue = { variable: string; problem: string }

/** The environment does not say where the parts are. `issues` names every variable that is missing or wrong. */
export class ConfigError extends CommonwealError {
  override name = 'ConfigError'
  readonly issues: readonly ConfigIssue[]

  constructor(issues: readonly ConfigIssue[]) {
    super(`The web app is not configured: ${issues.map((i) => `${i.variable} ${i.problem}`).join('; ')}.`, {
      code: 'web_not_configured',
      details: { issues },
      next: 'Set the variables and start the web app again. `npm start` sets them all.',
    })
    this.issues = issues
  }
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'is not an http:// or https:// address' })

const environmentSchema = z.object({
  COMMONWEAL_RPC_URL: httpUrl,
  COMMONWEAL_CHAIN_ID: z
    .string()
    .regex(/^[1-9][0-9]{0,15}$/, 'is not a chain id such as 31337')
    .transform(Number),
  COMMONWEAL_SUBGRAPH_URL: httpUrl,
  COMMONWEAL_WORKER_URL: httpUrl,
  COMMONWEAL_IPFS_GATEWAY_URL: httpUrl,
  COMMONWEAL_COMMUNITY: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/, 'is not a community id (0x and 64 hexadecimal digits)')
    .transform((id) => id.toLowerCase() as Hex),
  COMMONWEAL_DEVELOPMENT: z
    .enum(['0', '1'], { error: 'is neither 0 nor 1' })
    .default('0')
    .transform((flag) => flag === '1'),
})

/** The chain ids of throw-away chains. Public keys and moving time are offered on these alone. */
const developmentChains = new Set([1337, 31337])

/** What the server knows. Only {@link ClientConfig} leaves it. */
export type ServerConfig = {
  rpcUrl: string
  chainId: number
  subgraphUrl: string
  workerUrl: string
  ipfsGatewayUrl: string
  communityId: Hex
  development: boolean
  addresses: {
    communityRegistry: Address
    modelRegistry: Address
    culturalProtocols: Address
    federation: Address
    quadraticFunding: Address
  }
}

/** What the browser may know: where to read the chain, where to ask, and whose pages these are. */
export type ClientConfig = Pick<
  ServerConfig,
  'rpcUrl' | 'chainId' | 'workerUrl' | 'communityId' | 'development' | 'addresses'
>

const withoutSlash = (url: string) => url.replace(/\/+$/, '')

/**
 * Reads the environment, refusing anything that is missing or malformed.
 *
 * @throws ConfigError naming every variable that needs attention.
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): ServerConfig {
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape).map((name) => [name, environment[name]?.trim() || undefined]),
  )
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => {
        const variable = String(issue.path[0])
        return { variable, problem: given[variable] === undefined ? 'is missing' : issue.message }
      }),
    )
  }
  const env = parsed.data
  const known = addresses[env.COMMONWEAL_CHAIN_ID]
  if (known === undefined) {
    throw new ConfigError([
      {
        variable: 'COMMONWEAL_CHAIN_ID',
        problem: `is ${env.COMMONWEAL_CHAIN_ID}, a chain on which no contracts are known`,
      },
    ])
  }
  if (env.COMMONWEAL_DEVELOPMENT && !developmentChains.has(env.COMMONWEAL_CHAIN_ID)) {
    throw new ConfigError([
      {
        variable: 'COMMONWEAL_DEVELOPMENT',
        problem: 'is 1, but the chain is not a development chain (1337 or 31337)',
      },
    ])
  }
  return {
    rpcUrl: withoutSlash(env.COMMONWEAL_RPC_URL),
    chainId: env.COMMONWEAL_CHAIN_ID,
    subgraphUrl: withoutSlash(env.COMMONWEAL_SUBGRAPH_URL),
    workerUrl: withoutSlash(env.COMMONWEAL_WORKER_URL),
    ipfsGatewayUrl: withoutSlash(env.COMMONWEAL_IPFS_GATEWAY_URL),
    communityId: env.COMMONWEAL_COMMUNITY,
    development: env.COMMONWEAL_DEVELOPMENT,
    addresses: {
      communityRegistry: getAddress(known.communityRegistry),
      modelRegistry: getAddress(known.modelRegistry),
      culturalProtocols: getAddress(known.culturalProtocols),
      federation: getAddress(known.federation),
      quadraticFunding: getAddress(known.quadraticFunding),
    },
  }
}

/** The part of the configuration that is handed to the browser. */
export function clientConfig(config: ServerConfig): ClientConfig {
  const { rpcUrl, chainId, workerUrl, communityId, development, addresses: known } = config
  return { rpcUrl, chainId, workerUrl, communityId, development, addresses: known }
}
