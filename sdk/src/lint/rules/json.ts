import { ManifestError } from '../../errors/ManifestError.ts'
import { scanJson } from '../../manifest/scanJson.ts'
import type { FileRule } from '../BundleFile.ts'
import type { Remark } from '../Finding.ts'
import { lintLimits } from '../lintLimits.ts'
import { quote } from '../quote.ts'

/** Every object of a value, with where it stands. Without recursion, because the value is anybody's. */
export function* objectsOf(value: unknown): Generator<{ object: Record<string, unknown>; at: string }> {
  const queue: { value: unknown; at: string }[] = [{ value, at: '' }]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { value: each, at } = next
    if (typeof each !== 'object' || each === null) continue
    if (Array.isArray(each)) {
      for (let index = each.length - 1; index >= 0; index--) {
        if (typeof each[index] === 'object') queue.push({ value: each[index], at: `${at}[${index}]` })
      }
      continue
    }
    const object = each as Record<string, unknown>
    yield { object, at }
    for (const key of Object.keys(object).reverse()) {
      const inner = object[key]
      if (typeof inner === 'object') queue.push({ value: inner, at: at === '' ? key : `${at}.${key}` })
    }
  }
}

const correct = 'Write the file again with a JSON library.'

function refuse(message: string, next: string, at?: string): Remark {
  return { severity: 'refuse', message, next, ...(at === undefined ? {} : { at: at.slice(0, 200) }) }
}

/** The value of JSON text that can be read in one way only, or why there is none. */
export function readJson(text: string): { json: unknown } | { fault: Remark } {
  try {
    scanJson(text, lintLimits.jsonDepth)
    return { json: JSON.parse(text) }
  } catch (error) {
    if (error instanceof ManifestError && error.code === 'manifest_duplicate_key') {
      const message = `holds the key ${quote(error.at ?? '')} twice, so that readers disagree on its value`
      return { fault: refuse(message, 'Keep one of the two.', error.at) }
    }
    if (error instanceof ManifestError && error.code === 'manifest_too_deep') {
      return { fault: refuse(`nests deeper than ${lintLimits.jsonDepth} levels`, correct, error.at) }
    }
    return { fault: refuse('is not JSON', correct) }
  }
}

/** JSON that two readers may read differently, or that makes a reader do more than read. */
export const jsonRule: FileRule = {
  name: 'json',
  check({ json, jsonFault }): Remark[] {
    if (jsonFault !== undefined) return [jsonFault]
    const found: Remark[] = []
    for (const { object, at } of objectsOf(json)) {
      // More than is told of one file: the rest is as bad.
      if (found.length > lintLimits.remarks) break
      if (!Object.hasOwn(object, '__proto__')) continue
      found.push(
        refuse('holds the key "__proto__", which changes objects instead of being read', correct, at),
      )
    }
    return found
  },
}
