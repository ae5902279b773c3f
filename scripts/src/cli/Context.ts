import { join } from 'node:path'
import type { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { type Hex, isHex, type LocalAccount } from 'viem'
import { type Chain, openChain } from '../actions/openChain.ts'
import { type Community, readCommunity } from '../actions/readCommunity.ts'
import { printable } from './printable.ts'
import { readAccount } from './readAccount.ts'
import { readStackFile, type StackFile } from './StackFile.ts'
import { UsageError } from './UsageError.ts'

/** Options that every command takes. */
export type SharedOptions = {
  json?: boolean
  state?: string
  rpcUrl?: string
  chainId?: string
  community?: string
  ipfsRpc?: string
  ipfsGateway?: string
  workerUrl?: string
  keystore?: string
}

/** Root of the repository: where `npm start` keeps its state. */
const repository = join(import.meta.dirname, '../../..')

function requireUrl(name: string, value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value
  // The value is not repeated: it may hold a provider's key.
  throw new UsageError(`${name} is not an http:// or https:// address.`)
}

/**
 * What a command works with. Each setting comes from its flag, else from the environment, else from the local stack
 * that is running; nothing is asked for before it is needed.
 */
export class Context {
  readonly options: SharedOptions
  readonly environment: NodeJS.ProcessEnv
  #stack: Promise<StackFile | undefined> | undefined
  #chain: Promise<Chain> | undefined
  #account: Promise<LocalAccount> | undefined

  constructor(options: SharedOptions, environment: NodeJS.ProcessEnv) {
    this.options = options
    this.environment = environment
  }

  #own(flag: string | undefined, variable: string): string | undefined {
    const value = flag ?? this.environment[variable]
    return value === '' ? undefined : value
  }

  #readStack(): Promise<StackFile | undefined> {
    const named = this.#own(this.options.state, 'COMMONWEAL_STATE')
    this.#stack ??= readStackFile(named ?? join(repository, '.commonweal/stack'), named !== undefined)
    return this.#stack
  }

  async #url(
    name: string,
    flag: string | undefined,
    variable: string,
    key: 'ipfsRpcUrl' | 'ipfsGatewayUrl' | 'workerUrl',
  ): Promise<string> {
    const own = this.#own(flag, variable)
    if (own !== undefined) return requireUrl(`${name} or ${variable}`, own)
    const fromStack = (await this.#readStack())?.[key]
    if (fromStack !== undefined) return fromStack
    throw new UsageError(
      `This needs ${name}, and no local stack is running.`,
      `Give ${name} URL, set ${variable}, or run \`npm start\`.`,
    )
  }

  /** The chain, checked to be the one meant. */
  chain(): Promise<Chain> {
    this.#chain ??= this.#openChain()
    return this.#chain
  }

  /** Whether there is a chain to ask. */
  async hasChain(): Promise<boolean> {
    return (
      this.#own(this.options.rpcUrl, 'COMMONWEAL_RPC_URL') !== undefined ||
      (await this.#readStack()) !== undefined
    )
  }

  /** The id of the chain that is meant; undefined where none is named. */
  get chainId(): number | undefined {
    const chainId = this.#own(this.options.chainId, 'COMMONWEAL_CHAIN_ID')
    if (chainId === undefined) return undefined
    if (/^[1-9][0-9]{0,15}$/.test(chainId) && Number.isSafeInteger(Number(chainId))) return Number(chainId)
    throw new UsageError(
      `${JSON.stringify(chainId)} is not a chain id.`,
      'A chain id is a whole number such as 31337.',
    )
  }

  async #openChain(): Promise<Chain> {
    const rpcUrl = this.#own(this.options.rpcUrl, 'COMMONWEAL_RPC_URL')
    const { chainId } = this
    const expected = chainId === undefined ? {} : { chainId }
    if (rpcUrl !== undefined) {
      return openChain({ rpcUrl: requireUrl('--rpc-url or COMMONWEAL_RPC_URL', rpcUrl), ...expected })
    }
    const stack = await this.#readStack()
    if (stack === undefined) {
      throw new UsageError(
        'This needs a chain, and no local stack is running.',
        'Give --rpc-url URL, set COMMONWEAL_RPC_URL, or run `npm start`.',
      )
    }
    return openChain({
      rpcUrl: stack.rpcUrl,
      chainId: stack.chainId,
      ...expected,
      ...(stack.addresses === undefined ? {} : { addresses: stack.addresses }),
    })
  }

  /** The community named, by argument, flag, environment or stack. */
  async communityId(argument?: string): Promise<Hex> {
    const id =
      argument ??
      this.#own(this.options.community, 'COMMONWEAL_COMMUNITY') ??
      (await this.#readStack())?.community?.communityId
    if (id === undefined) {
      throw new UsageError('This needs a community.', 'Give --community ID, or set COMMONWEAL_COMMUNITY.')
    }
    if (!isHex(id, { strict: true }) || id.length !== 66) {
      throw new UsageError(
        `${JSON.stringify(id)} is not a community's id.`,
        'An id is 0x and 64 hexadecimal digits.',
      )
    }
    return id.toLowerCase() as Hex
  }

  /** Whether a community was named for this command rather than taken from the stack. */
  get namesCommunity(): boolean {
    return this.#own(this.options.community, 'COMMONWEAL_COMMUNITY') !== undefined
  }

  async community(argument?: string): Promise<Community> {
    const chain = await this.chain()
    return readCommunity(chain, await this.communityId(argument))
  }

  /** Opens the key that signs; asks for its passphrase once. */
  account(): Promise<LocalAccount> {
    this.#account ??= readAccount(this.environment, this.options.keystore)
    return this.#account
  }

  ipfsRpcUrl(): Promise<string> {
    return this.#url('--ipfs-rpc', this.options.ipfsRpc, 'COMMONWEAL_IPFS_RPC', 'ipfsRpcUrl')
  }

  ipfsGatewayUrl(): Promise<string> {
    return this.#url(
      '--ipfs-gateway',
      this.options.ipfsGateway,
      'COMMONWEAL_IPFS_GATEWAY_URL',
      'ipfsGatewayUrl',
    )
  }

  workerUrl(): Promise<string> {
    return this.#url('--worker-url', this.options.workerUrl, 'COMMONWEAL_WORKER_URL', 'workerUrl')
  }

  /** Says what is happening, to people only. */
  progress(text: string): void {
    if (!this.options.json) process.stderr.write(`${printable(text)}\n`)
  }

  /** The one answer of the command: a document for programs, or lines for people, each printed as one line. */
  answer(document: unknown, lines: readonly string[]): void {
    process.stdout.write(this.options.json ? `${toJson(document)}\n` : `${lines.map(printable).join('\n')}\n`)
  }
}

/** JSON with whole numbers beyond JavaScript's as decimal strings. */
export function toJson(document: unknown): string {
  return JSON.stringify(document, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
}

/** How an error is told. */
export function formatError(error: CommonwealError, json: boolean): string {
  if (json) return `${toJson({ error: error.toJSON() })}\n`
  return `${printable(error.message)}\n${error.next === undefined ? '' : `Next: ${printable(error.next)}\n`}`
}
