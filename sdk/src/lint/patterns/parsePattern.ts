import { lintLimits } from '../lintLimits.ts'

/** A pattern whose cost cannot be decided; the message says why, as a predicate. */
export class UndecidedPattern extends Error {
  override name = 'UndecidedPattern'
}

/** A JavaScript regular expression with the flag `u`, as far as it matters how often it is tried. */
export type Pattern =
  /** Exactly one character out of a set; `source` matches that set by itself. */
  | { kind: 'character'; source: string }
  /** Something that may fail without taking a character: an anchor, or a look around. */
  | { kind: 'assertion'; inner?: Pattern; ahead?: boolean }
  | { kind: 'sequence'; parts: Pattern[] }
  | { kind: 'choice'; parts: Pattern[] }
  | { kind: 'repeat'; inner: Pattern; least: number; most: number }

const maxDepth = 64
const quantifier = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y
const groupStart = /\((?:\?(?:(:)|(=|!|<=|<!)|<[^>]*>|([ims-]+):))?/y
const escaped =
  /\\(?:[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|.)/suy

/** Whether a pattern is one character long whatever it looks at on the way: a character class written with look-aheads. */
function isSet(pattern: Pattern): boolean {
  if (pattern.kind === 'character') return true
  if (pattern.kind !== 'sequence') return false
  const last = pattern.parts.at(-1)
  return (
    last !== undefined &&
    isSet(last) &&
    pattern.parts
      .slice(0, -1)
      .every((part) => part.kind === 'assertion' && part.ahead === true && looksAtOne(part.inner))
  )
}

function looksAtOne(pattern: Pattern | undefined): boolean {
  if (pattern === undefined) return false
  return pattern.kind === 'choice' ? pattern.parts.every(looksAtOne) : isSet(pattern)
}

/**
 * Reads the source of a regular expression that JavaScript has compiled with the flag `u`.
 *
 * @throws UndecidedPattern for what this cannot reason about: references back, flags inside, nesting without end.
 */
export function parsePattern(source: string): Pattern {
  let position = 0
  let positions = 0

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    const found = pattern.exec(source)
    if (found !== null) position = pattern.lastIndex
    return found
  }
  const character = (start: number): Pattern => {
    if (++positions > lintLimits.patternCharacters) throw new UndecidedPattern('is too long to be decided')
    return { kind: 'character', source: source.slice(start, position) }
  }

  const readClass = (): Pattern => {
    const start = position++
    while (position < source.length && source[position] !== ']') {
      position += source[position] === '\\' ? 2 : 1
    }
    position++
    return character(start)
  }

  const readEscape = (): Pattern => {
    const start = position
    const found = match(escaped)?.[0] ?? ''
    if (found === '\\b' || found === '\\B') return { kind: 'assertion' }
    if (/^\\[1-9k]/.test(found)) throw new UndecidedPattern('refers back to what it has matched')
    return character(start)
  }

  const readGroup = (depth: number): Pattern => {
    const start = position
    const [, , look, flags] = match(groupStart) as RegExpExecArray
    if (flags !== undefined) throw new UndecidedPattern('changes flags inside')
    const inner = readChoice(depth + 1)
    position++
    if (look !== undefined) return { kind: 'assertion', inner, ahead: !look.startsWith('<') }
    // One set of characters, for which look-aheads stand in what JavaScript cannot write as a class.
    if (isSet(inner)) return { kind: 'character', source: source.slice(start, position) }
    return inner
  }

  const readAtom = (depth: number): Pattern => {
    const start = position
    const first = source[position] as string
    if (first === '(') return readGroup(depth)
    if (first === '[') return readClass()
    if (first === '\\') return readEscape()
    position += (source.codePointAt(position) as number) > 0xffff ? 2 : 1
    return first === '^' || first === '$' ? { kind: 'assertion' } : character(start)
  }

  const readSequence = (depth: number): Pattern => {
    const parts: Pattern[] = []
    while (position < source.length && source[position] !== '|' && source[position] !== ')') {
      const atom = readAtom(depth)
      const found = match(quantifier)
      if (found === null) {
        parts.push(atom)
        continue
      }
      const [text, low, comma, high] = found
      const least = low === undefined ? (text[0] === '+' ? 1 : 0) : Number(low)
      const open = text[0] === '*' || text[0] === '+' || (comma !== undefined && high === '')
      const most = open ? Number.POSITIVE_INFINITY : text[0] === '?' ? 1 : Number(high || low)
      parts.push({ kind: 'repeat', inner: atom, least, most })
    }
    return parts.length === 1 ? (parts[0] as Pattern) : { kind: 'sequence', parts }
  }

  const readChoice = (depth: number): Pattern => {
    if (depth > maxDepth) throw new UndecidedPattern(`nests deeper than ${maxDepth} groups`)
    const parts = [readSequence(depth)]
    while (source[position] === '|') {
      position++
      parts.push(readSequence(depth))
    }
    return parts.length === 1 ? (parts[0] as Pattern) : { kind: 'choice', parts }
  }

  const pattern = readChoice(0)
  if (position !== source.length) throw new UndecidedPattern('cannot be read to its end')
  return pattern
}
