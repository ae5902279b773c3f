import { lintLimits } from '../lintLimits.ts'
import { type Pattern, UndecidedPattern } from './parsePattern.ts'

/**
 * A pattern as an automaton without empty steps (Glushkov's): one position for each character that can be matched, and
 * how many ways there are to get from one to the next. More than one way is what makes an engine try again.
 */
export type Automaton = {
  /** The set of characters of each position. */
  sources: string[]
  /** Ways from the beginning to each position. */
  first: Map<number, number>
  /** Ways from each position to each next. */
  next: Map<number, number>[]
  /** Ways to the end from each position. */
  last: Map<number, number>
  /** Positions from which the end can be reached without anything that could fail. */
  certain: ReadonlySet<number>
  /** What is looked at on the way, ahead or behind. */
  looks: Pattern[]
}

type Piece = {
  first: Map<number, number>
  last: Map<number, number>
  /** Of `last`, ways without anything that could fail. */
  certain: Map<number, number>
  /** Ways through without taking a character, and those of them without anything that could fail. */
  empty: number
  emptyCertain: number
}

/** Counts of ways stop here: the difference no longer matters. */
const enough = 1e12
const add = (a: number, b: number) => Math.min(a + b, enough)
const multiply = (a: number, b: number) => Math.min(a * b, enough)
const maxEdges = 200_000

function merge(into: Map<number, number>, from: ReadonlyMap<number, number>, times: number): void {
  if (times === 0) return
  for (const [position, ways] of from) {
    into.set(position, add(into.get(position) ?? 0, multiply(ways, times)))
  }
}

/** @throws UndecidedPattern for more positions or edges than the limits. */
export function buildAutomaton(pattern: Pattern): Automaton {
  const sources: string[] = []
  const next: Map<number, number>[] = []
  const looks: Pattern[] = []
  let edges = 0

  const nothing = (): Piece => ({
    first: new Map(),
    last: new Map(),
    certain: new Map(),
    empty: 1,
    emptyCertain: 1,
  })
  const connect = (from: ReadonlyMap<number, number>, to: ReadonlyMap<number, number>): void => {
    edges += from.size * to.size
    if (edges > maxEdges) throw new UndecidedPattern('can go on in too many ways to be decided')
    for (const [position, ways] of from) merge(next[position] as Map<number, number>, to, ways)
  }
  const join = (a: Piece, b: Piece): Piece => {
    connect(a.last, b.first)
    const joined = {
      first: new Map(a.first),
      last: new Map(b.last),
      certain: new Map(b.certain),
      empty: multiply(a.empty, b.empty),
      emptyCertain: multiply(a.emptyCertain, b.emptyCertain),
    }
    merge(joined.first, b.first, a.empty)
    merge(joined.last, a.last, b.empty)
    merge(joined.certain, a.certain, b.emptyCertain)
    return joined
  }
  const either = (a: Piece, b: Piece): Piece => {
    merge(a.first, b.first, 1)
    merge(a.last, b.last, 1)
    merge(a.certain, b.certain, 1)
    return {
      ...a,
      empty: add(a.empty, b.empty),
      emptyCertain: add(a.emptyCertain, b.emptyCertain),
    }
  }
  // An engine does not take an optional turn that matches nothing.
  const optional = (piece: Piece): Piece => ({ ...piece, empty: 1, emptyCertain: 1 })
  const loop = (piece: Piece): Piece => {
    connect(piece.last, piece.first)
    return piece
  }

  const repeat = (inner: Pattern, least: number, most: number): Piece => {
    if (
      least > lintLimits.patternPositions ||
      (most !== Number.POSITIVE_INFINITY && most > lintLimits.patternPositions)
    ) {
      throw new UndecidedPattern('repeats something too often to be decided')
    }
    let piece = nothing()
    if (most === Number.POSITIVE_INFINITY) {
      for (let turn = 1; turn < least; turn++) piece = join(piece, build(inner))
      const last = build(inner)
      if (least === 0) return optional(loop(last))
      if (last.empty === 0) return join(piece, loop(last))
      return join(join(piece, last), optional(loop(build(inner))))
    }
    for (let turn = 0; turn < least; turn++) piece = join(piece, build(inner))
    let rest = nothing()
    for (let turn = least; turn < most; turn++) {
      const one = build(inner)
      rest = optional(join({ ...one, empty: 0, emptyCertain: 0 }, rest))
    }
    return join(piece, rest)
  }

  const build = (part: Pattern): Piece => {
    switch (part.kind) {
      case 'character': {
        if (sources.length >= lintLimits.patternPositions) {
          throw new UndecidedPattern(`has more than ${lintLimits.patternPositions} characters to match`)
        }
        const position = sources.push(part.source) - 1
        next.push(new Map())
        const itself = () => new Map([[position, 1]])
        return { first: itself(), last: itself(), certain: itself(), empty: 0, emptyCertain: 0 }
      }
      case 'assertion':
        if (part.inner !== undefined) looks.push(part.inner)
        return { ...nothing(), emptyCertain: 0 }
      case 'sequence':
        return part.parts.reduce((piece, each) => join(piece, build(each)), nothing())
      case 'choice':
        return part.parts.map(build).reduce(either)
      case 'repeat':
        return repeat(part.inner, part.least, part.most)
    }
  }

  const { first, last, certain } = build(pattern)
  return { sources, first, next, last, certain: new Set(certain.keys()), looks }
}
