import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { flatInputs } from './flattenEvents.ts'

/**
 * A test file as `gnd test` reads it. Its chain hands a new template no events of the block that created it, as a real
 * node does: founders are admitted one block after the founding here, and in the same transaction in the test of the
 * indexer against a real chain.
 */
export interface Scenario {
  name: string
  blocks: { number?: number; timestamp: number; events: LogEvent[] }[]
  assertions: { query: string; expected: unknown }[]
}

interface LogEvent {
  address: string
  event: string
  params: Record<string, unknown>
  txHash: string
}

type Contract =
  | 'CommunityRegistry'
  | 'ModelRegistry'
  | 'Membership'
  | 'CommunityGovernor'
  | 'CommunityTimelock'
  | 'ElderCouncil'
  | 'QuadraticFunding'

export interface AbiEntry {
  type: string
  name: string
  inputs: AbiInput[]
}

export interface AbiInput {
  name: string
  type: string
  indexed: boolean
  components?: AbiInput[]
}

const require = createRequire(import.meta.url)
const abis = new Map<Contract, AbiEntry[]>()

/**
 * An event, its signature taken from the generated ABI: a contract that changes one turns the tests red.
 * @param transaction Events of one name share a transaction.
 */
export function emit(
  contract: Contract,
  address: string,
  name: string,
  params: Record<string, unknown>,
  transaction: string,
): LogEvent {
  if (!abis.has(contract)) {
    abis.set(
      contract,
      JSON.parse(readFileSync(require.resolve(`@commonweal/contracts/abi/${contract}.json`), 'utf8')),
    )
  }
  const event = abis.get(contract)?.find((entry) => entry.type === 'event' && entry.name === name)
  if (event === undefined) throw new Error(`${contract} has no event ${name}`)
  const flat = flatInputs(event.inputs)
  const missing = flat.filter((input) => !(input.name in params))
  if (missing.length > 0 || Object.keys(params).length !== flat.length) {
    throw new Error(`${name} takes ${flat.map((input) => input.name).join(', ')}`)
  }
  const inputs = flat.map((input) => `${input.type}${input.indexed ? ' indexed' : ''} ${input.name}`)
  const known = flat.length === event.inputs.length ? name : `${name}Flat`
  return { address, event: `${known}(${inputs.join(', ')})`, params, txHash: hash(transaction) }
}

/** 32 bytes that show their name: `hash('vote')` is 0x766f7465 followed by zeros. */
export function hash(name: string): string {
  return `0x${Buffer.from(name).toString('hex').padEnd(64, '0')}`
}

/** 20 bytes, likewise. */
export function account(name: string): string {
  return `0x${Buffer.from(name).toString('hex').padEnd(40, '0')}`
}

/** Concatenated hex. */
export function concat(...parts: string[]): string {
  return `0x${parts.map((part) => part.slice(2)).join('')}`
}

/** A number as 32 bytes. */
export function word(value: number): string {
  return `0x${value.toString(16).padStart(64, '0')}`
}
