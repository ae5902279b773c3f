import { lintLimits } from '../lintLimits.ts'
import { UndecidedPattern } from './parsePattern.ts'

/** Where a set of code points begins and, behind it, ends; in pairs, ascending. */
type Ranges = readonly number[]

const surrogates = { first: 0xd800, after: 0xe000 }

/** Sets of one tokenizer that the engine is asked about; each takes a tenth of a second. */
const maxSets = 64

/** Every code point but the surrogates, in order. Made once, when first needed. */
let everything: string | undefined
function allCharacters(): string {
  if (everything !== undefined) return everything
  const parts: string[] = []
  for (let from = 0; from < 0x110000; from += 0x800) {
    if (from === surrogates.first) continue
    parts.push(String.fromCodePoint(...Array.from({ length: 0x800 }, (_, offset) => from + offset)))
  }
  everything = parts.join('')
  return everything
}

/** The code point at an index of {@link allCharacters}. */
function codePointAt(index: number): number {
  if (index < surrogates.first) return index
  const bmp = 0x10000 - (surrogates.after - surrogates.first)
  return index < bmp ? index + surrogates.after - surrogates.first : 0x10000 + (index - bmp) / 2
}

/** Characters that need nobody's Unicode tables. */
function literals(source: string): string[] | undefined {
  if (/^[^\\[(.]$/u.test(source)) return [source]
  if (/^\\[^a-zA-Z0-9]$/u.test(source)) return [source.slice(1)]
  return /^\[[a-zA-Z0-9 ]+\]$/.test(source) ? [...new Set(source.slice(1, -1))].sort() : undefined
}

/** Asks the engine that runs the pattern which characters belong to the set: nobody else knows its Unicode tables. */
function rangesOf(source: string): Ranges {
  const ranges: number[] = []
  const add = (from: number, after: number) => {
    if (ranges.at(-1) === from) ranges[ranges.length - 1] = after
    else ranges.push(from, after)
  }
  const few = literals(source)?.map((character) => character.codePointAt(0) as number)
  if (few !== undefined) {
    for (const single of few) add(single, single + 1)
    return ranges
  }
  const one = new RegExp(`^(?:${source})$`, 'u')
  const addSurrogates = () => {
    for (let unit = surrogates.first; unit < surrogates.after; unit++) {
      if (one.test(String.fromCharCode(unit))) add(unit, unit + 1)
    }
  }
  let beyond = false
  for (const match of allCharacters().matchAll(new RegExp(`(?:${source}){1,1024}`, 'gu'))) {
    const from = codePointAt(match.index)
    const after = codePointAt(match.index + match[0].length)
    if (!beyond && after > surrogates.first) {
      beyond = true
      if (from < surrogates.first) {
        add(from, surrogates.first)
        addSurrogates()
        add(surrogates.after, after)
        continue
      }
      addSurrogates()
    }
    add(from, after)
  }
  if (!beyond) addSurrogates()
  return ranges
}

/** Sets of characters, told apart by as few symbols as will do. */
export class CharacterSets {
  readonly #ranges = new Map<string, Ranges>()
  #asked = 0

  /** The set that a source matches; worked out once. */
  #of(source: string): Ranges {
    const known = this.#ranges.get(source)
    if (known !== undefined) return known
    const isAsked = literals(source) === undefined
    if (isAsked && this.#asked >= maxSets) {
      throw new UndecidedPattern(`has more than ${maxSets} sets of characters`)
    }
    if (isAsked) this.#asked += 1
    const ranges = rangesOf(source)
    this.#ranges.set(source, ranges)
    return ranges
  }

  /**
   * Divides all characters into groups that the sources treat alike.
   *
   * @returns For each source, its groups as bits: two sources share a character where their bits overlap.
   */
  divide(sources: readonly string[]): bigint[] {
    const distinct = [...new Set(sources)]
    const changes = new Map<number, bigint>()
    for (const [index, source] of distinct.entries()) {
      for (const at of this.#of(source)) changes.set(at, (changes.get(at) ?? 0n) ^ (1n << BigInt(index)))
    }
    const groups = new Set<bigint>()
    let members = 0n
    for (const at of [...changes.keys()].sort((a, b) => a - b)) {
      members ^= changes.get(at) as bigint
      if (members !== 0n) groups.add(members)
    }
    if (groups.size > lintLimits.patternPositions)
      throw new UndecidedPattern('tells too many characters apart')
    const bits = distinct.map((_, index) => {
      let mask = 0n
      let bit = 1n
      for (const group of groups) {
        if ((group >> BigInt(index)) & 1n) mask |= bit
        bit <<= 1n
      }
      return mask
    })
    const byPlace = new Map(distinct.map((source, index) => [source, bits[index] as bigint]))
    return sources.map((source) => byPlace.get(source) as bigint)
  }
}
