import { cardError } from './readModelCard.ts'

/** A part of a header: keys and values, as YAML has them. */
export type HeaderMap = ReadonlyMap<unknown, unknown>

/** A single value as one line of text; undefined where there is none. */
export function readLine(value: unknown, key: string): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw cardError(`"${key}" is not a single value`, `Give one value for "${key}".`)
  }
  const text = String(value).normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  return text === '' ? undefined : text
}

/** One value or a list of them, each once. */
export function readLines(value: unknown, key: string): string[] {
  const list = Array.isArray(value) ? value : [value]
  const lines = list.map((each) => readLine(each, key)).filter((line) => line !== undefined)
  return [...new Set(lines)]
}

/** A group of keys; empty where there is none. */
export function readMap(value: unknown, key: string): HeaderMap {
  if (value === undefined || value === null) return new Map()
  if (!(value instanceof Map)) throw cardError(`"${key}" is not a group of keys`, `Correct "${key}".`)
  return value
}

/** A list of groups of keys; empty where there is none. */
export function readMaps(value: unknown, key: string): HeaderMap[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw cardError(`"${key}" is not a list`, `Correct "${key}".`)
  return value.map((each, index) => readMap(each, `${key}[${index}]`))
}
