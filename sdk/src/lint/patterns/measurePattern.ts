import { lintLimits } from '../lintLimits.ts'
import { type Automaton, buildAutomaton } from './buildAutomaton.ts'
import type { CharacterSets } from './characterSets.ts'
import { type Pattern, UndecidedPattern } from './parsePattern.ts'

/** How the time to go through a text with a pattern can grow with the text. */
export type PatternCost =
  | { kind: 'exponential' }
  /** With this power of the length, at worst. */
  | { kind: 'power'; degree: number; ways: number }

type Attempts = {
  exponential: boolean
  /** Loops inside one another that are tried and left again: the power of the length. */
  loops: number
  /** Ways that are tried at one place, loops aside. */
  ways: number
}

const most = (numbers: Iterable<number>) => Math.max(0, ...numbers)

/**
 * Works out how often an engine that backtracks (as JavaScript's does) can try, without trying.
 *
 * Once an engine has reached a place from which the end is certain, it never goes back before it. What costs is what
 * is tried between two such places and fails: among the positions from which the end is not certain,
 * - a loop that can go round one text in two ways doubles the attempts each time: exponential (Weber and Seidl, "On the
 *   degree of ambiguity of finite automata", 1991, call it EDA),
 * - a chain of loops that can share one text multiplies its length each time (IDA),
 * - and every place of the text may be tried from, which multiplies once more.
 *
 * @throws UndecidedPattern where the search would take more than its share.
 */
export function measurePattern(pattern: Pattern, sets: CharacterSets): PatternCost {
  let steps = 0
  const step = (count = 1) => {
    steps += count
    if (steps > lintLimits.patternSteps) throw new UndecidedPattern('has loops too entangled to be decided')
  }

  const attempts = (part: Pattern, looking: boolean): Attempts => {
    const automaton = buildAutomaton(part)
    const own = measureAutomaton(automaton, sets.divide(automaton.sources), looking, step)
    const looks = automaton.looks.map((look) => attempts(look, true))
    return {
      exponential: own.exponential || looks.some((look) => look.exponential),
      loops: own.loops + most(looks.map((look) => look.loops)),
      ways: own.ways * Math.max(1, most(looks.map((look) => look.ways))),
    }
  }
  const { exponential, loops, ways } = attempts(pattern, false)
  return exponential ? { kind: 'exponential' } : { kind: 'power', degree: loops + 1, ways }
}

/** Strongly connected parts, those that are reached first last; Tarjan's, without recursion. */
function findComponents(nodes: readonly number[], next: (node: number) => Iterable<number>): number[][] {
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const waiting: number[] = []
  const isWaiting = new Set<number>()
  const components: number[][] = []
  for (const root of nodes) {
    if (order.has(root)) continue
    const stack: { node: number; edges: Iterator<number> }[] = []
    const enter = (node: number) => {
      order.set(node, order.size)
      low.set(node, order.size - 1)
      waiting.push(node)
      isWaiting.add(node)
      stack.push({ node, edges: next(node)[Symbol.iterator]() })
    }
    const lower = (node: number, to: number) => low.set(node, Math.min(low.get(node) as number, to))
    enter(root)
    while (stack.length > 0) {
      const { node, edges } = stack.at(-1) as (typeof stack)[number]
      const edge = edges.next()
      if (!edge.done) {
        if (!order.has(edge.value)) enter(edge.value)
        else if (isWaiting.has(edge.value)) lower(node, order.get(edge.value) as number)
        continue
      }
      stack.pop()
      const parent = stack.at(-1)
      if (parent !== undefined) lower(parent.node, low.get(node) as number)
      if (low.get(node) === order.get(node)) {
        const component = waiting.splice(waiting.lastIndexOf(node))
        for (const each of component) isWaiting.delete(each)
        components.push(component)
      }
    }
  }
  return components
}

function measureAutomaton(
  automaton: Automaton,
  sets: readonly bigint[],
  looking: boolean,
  step: (count?: number) => void,
): Attempts {
  const { certain, next, first, last } = automaton
  const isOpen = (position: number) => !certain.has(position)
  const open = automaton.sources.map((_, position) => position).filter(isOpen)
  const follow = (position: number): number[] =>
    [...(next[position] as Map<number, number>).keys()].filter(isOpen)
  const share = (a: number, b: number) => (sets[a] as bigint) & (sets[b] as bigint)
  const waysTo = (from: number, to: number) => (next[from] as Map<number, number>).get(to) ?? 0

  const components = findComponents(open, follow)
  const componentOf = new Map<number, number>()
  for (const [index, component] of components.entries()) {
    for (const position of component) componentOf.set(position, index)
  }
  const isLoop = (component: readonly number[]) =>
    component.length > 1 || waysTo(component[0] as number, component[0] as number) > 0
  const inside = (position: number) =>
    follow(position).filter((to) => componentOf.get(to) === componentOf.get(position))

  /** Whether a loop can go round one text in two ways. */
  const isAmbiguous = (component: readonly number[]): boolean => {
    if (component.some((from) => inside(from).some((to) => waysTo(from, to) > 1))) return true
    if (component.length === 1) return false
    const start = component[0] as number
    const keyOf = (a: number, b: number) => a * automaton.sources.length + b
    const backward = new Map<number, Set<number>>()
    for (const from of component) {
      for (const to of inside(from)) backward.set(to, (backward.get(to) ?? new Set()).add(from))
    }
    const reach = (edges: (position: number) => Iterable<number>, shares: 'reached' | 'left') => {
      const seen = new Set([keyOf(start, start)])
      const queue: [number, number][] = [[start, start]]
      for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
        for (const a of edges(pair[0])) {
          for (const b of edges(pair[1])) {
            step()
            const together = shares === 'reached' ? share(a, b) : share(pair[0], pair[1])
            if (together === 0n || seen.has(keyOf(a, b))) continue
            seen.add(keyOf(a, b))
            queue.push([a, b])
          }
        }
      }
      return seen
    }
    const forth = reach(inside, 'reached')
    const back = reach((position) => backward.get(position) ?? [], 'left')
    return component.some((a) =>
      component.some((b) => a !== b && forth.has(keyOf(a, b)) && back.has(keyOf(a, b))),
    )
  }

  /** Whether one text can lead round the first loop, round the second, and from the first to the second. */
  const isChained = (from: readonly number[], to: readonly number[]): boolean => {
    const all = (component: readonly number[]) =>
      component.reduce((mask, position) => mask | (sets[position] as bigint), 0n)
    if ((all(from) & all(to)) === 0n) return false
    const size = automaton.sources.length
    for (const p of from) {
      for (const q of to) {
        const seen = new Set<number>()
        const queue: [number, number, number][] = [[p, p, q]]
        for (let triple = queue.pop(); triple !== undefined; triple = queue.pop()) {
          for (const a of inside(triple[0])) {
            for (const c of inside(triple[2])) {
              const outer = share(a, c)
              if (outer === 0n) continue
              for (const b of follow(triple[1])) {
                step()
                if ((outer & (sets[b] as bigint)) === 0n) continue
                if (a === p && b === q && c === q) return true
                const key = (a * size + b) * size + c
                if (seen.has(key)) continue
                seen.add(key)
                queue.push([a, b, c])
              }
            }
          }
        }
      }
    }
    return false
  }

  // Components come in the order that is reached last first: turned round, what leads somewhere comes before it.
  const reachedFrom = components.map(() => new Set<number>())
  const depths = components.map(() => 0)
  let exponential = false
  for (let index = components.length - 1; index >= 0; index--) {
    const component = components[index] as number[]
    const before = reachedFrom[index] as Set<number>
    if (isLoop(component)) {
      exponential ||= isAmbiguous(component)
      depths[index] = 1
    }
    for (const other of before) {
      step()
      const chained =
        isLoop(component) && (depths[other] as number) > 0 && isLoop(components[other] as number[])
          ? isChained(components[other] as number[], component)
          : false
      depths[index] = Math.max(depths[index] as number, (depths[other] as number) + (chained ? 1 : 0))
    }
    for (const position of component) {
      for (const to of follow(position)) {
        const target = componentOf.get(to) as number
        if (target === index) continue
        const known = reachedFrom[target] as Set<number>
        known.add(index)
        for (const each of before) {
          step()
          known.add(each)
        }
      }
    }
  }

  // Ways at one place: of those that begin with one character, the ways that each leads on to.
  const ways = new Map<number, number>()
  const sumWays = (edges: ReadonlyMap<number, number>, outside: (position: number) => boolean): number => {
    const targets = [...edges].filter(([to]) => outside(to))
    return most(
      targets.map(([one]) =>
        targets.reduce((sum, [other, count]) => {
          step()
          return share(one, other) === 0n ? sum : sum + count * (ways.get(other) ?? 1)
        }, 0),
      ),
    )
  }
  for (const [index, component] of components.entries()) {
    const outside = (position: number) => componentOf.get(position) !== index
    const leaving = component.map(
      (position) => sumWays(next[position] as Map<number, number>, outside) + (last.get(position) ?? 0),
    )
    const turns = isLoop(component) ? component.length : 0
    for (const position of component)
      ways.set(position, Math.max(1, turns, turns * most(leaving), most(leaving)))
  }

  // What is looked at is not taken: where the end is certain all along, the text is still gone through once.
  const every = automaton.sources.map((_, position) => position)
  const goesOn =
    looking &&
    findComponents(every, (position) => (next[position] as Map<number, number>).keys()).some(
      (component) => isLoop(component) && component.some((position) => certain.has(position)),
    )
  return {
    exponential,
    loops: most(depths) + (goesOn ? 1 : 0),
    ways: Math.max(
      1,
      sumWays(first, () => true),
    ),
  }
}
