import { lintLimits } from '../lintLimits.ts'
import { boundNumber } from './boundNumber.ts'
import { itemCounter } from './countItems.ts'
import { bounded, type Node, RefusedTemplate } from './parseTemplate.ts'
import { attributeKey, attributeOf, type TemplateNames } from './TemplateNames.ts'

/** How many times a value may hold each name's value, and under {@link written} how many characters of the template. */
type Weights = Map<string, number>

/** Stands for the characters that are written in the template. */
const written = '"'
const routineKey = (name: string) => `${name}()`
const enough = 1e15
/** What a conversation puts in place of something in itself: once, it takes the square; twice is refused. */
const givenStretch = 101
const cap = (weight: number) => Math.min(weight, enough)

/** Methods and filters that never give more than they are applied to. */
const plainMethods = new Set(['split', 'strip', 'lstrip', 'rstrip', 'startswith', 'endswith'])

function sum(parts: readonly Weights[]): Weights {
  const total: Weights = new Map()
  for (const part of parts)
    for (const [key, weight] of part) total.set(key, cap((total.get(key) ?? 0) + weight))
  return total
}

function either(parts: readonly Weights[]): Weights {
  const total: Weights = new Map()
  for (const part of parts)
    for (const [key, weight] of part) total.set(key, Math.max(total.get(key) ?? 0, weight))
  return total
}

function scale(weights: Weights, times: number): Weights {
  return new Map(Array.from(weights, ([key, weight]) => [key, cap(weight * times)]))
}

/**
 * Refuses a template whose text can grow beyond what it was given: a value that is made of itself twice doubles with
 * every message, and a chain of such values with every line of the template.
 *
 * @throws RefusedTemplate
 */
export function checkGrowth(body: readonly Node[], names: TemplateNames): void {
  const attributes = [...names.assignments.keys()].filter((key) => key.startsWith('.'))
  const weighAll = (nodes: unknown): Weights => sum(((nodes ?? []) as Node[]).map(weigh))

  const countItems = itemCounter(names)
  const weighed = new Map<Node, Weights>()

  /** Characters that an expression can hold out of the template; `enough` where they may be anybody's. */
  const lengths = new Map<string, number>()
  const open = new Set<string>()
  const lengthOf = bounded((node): number => {
    let total = 0
    for (const [key, weight] of weigh(node)) total += weight * (key === written ? 1 : lengthOfName(key))
    return cap(total)
  })
  const lengthOfName = (key: string): number => {
    const known = lengths.get(key)
    if (known !== undefined) return known
    const assignments = names.assignments.get(key)
    if (assignments === undefined || open.has(key)) return enough
    open.add(key)
    const length = assignments
      .map((each) => ('value' in each ? lengthOf(each.value) : enough))
      .reduce((one, other) => Math.max(one, other), 0)
    open.delete(key)
    lengths.set(key, length)
    return length
  }

  /** By how much what is put in between, or in place of something, makes a text longer. */
  const stretch = (inserted: Node | undefined, replaced?: Node): number => {
    if (inserted === undefined) return 1
    const length = lengthOf(inserted)
    if (length >= enough) return givenStretch
    const shrinks =
      replaced?.type === 'StringLiteral' && (replaced.value as string).length >= Math.max(1, length)
    return shrinks ? 1 : 1 + length
  }
  const positional = (args: unknown): Node[] =>
    (args as Node[]).map((each) =>
      each.type === 'KeywordArgumentExpression'
        ? (each.value as Node)
        : each.type.endsWith('SpreadExpression')
          ? (each.argument as Node)
          : each,
    )

  const apply = (operand: Weights, name: string, args: readonly Node[]): Weights => {
    if (plainMethods.has(name)) return operand
    if (name === 'replace') {
      return sum([scale(operand, stretch(args[1], args[0])), ...args.slice(1).map(weigh)])
    }
    if (name === 'join') return sum([scale(operand, stretch(args[0])), ...args.map(weigh)])
    if (name === 'tojson' || name === 'string') {
      for (const each of args) checkWidth(each)
      // Quotation marks and backslashes are written as two characters, every time.
      return scale(operand, 2)
    }
    if (name === 'indent') for (const each of args) checkWidth(each)
    return sum([operand, ...args.map(weigh)])
  }
  const checkWidth = (node: Node): void => {
    const plain = ['StringLiteral', 'Identifier', 'TupleLiteral', 'ArrayLiteral'].includes(node.type)
    const width = boundNumber(node, names)
    if (!plain && width === undefined) throw new RefusedTemplate('indents by a width that nothing bounds')
    if (node.type === 'Identifier' && names.assignments.has(node.value as string) && width === undefined) {
      throw new RefusedTemplate('indents by a width that nothing bounds')
    }
  }
  const filtered = (operand: Weights, filter: Node): Weights =>
    filter.type === 'CallExpression'
      ? apply(operand, (filter.callee as Node).value as string, positional(filter.args))
      : apply(operand, filter.value as string, [])

  const weighCall = (node: Node): Weights => {
    const callee = node.callee as Node
    const args = positional(node.args)
    if (callee.type === 'Identifier') {
      const name = callee.value as string
      if (names.routines.has(name)) return new Map([[routineKey(name), 1]])
      if (name === 'range') return new Map([[written, countItems(node)]])
      return name === 'namespace' ? new Map() : sum(args.map(weigh))
    }
    if (callee.type === 'MemberExpression') {
      return apply(weigh(callee.object as Node), attributeOf(callee) ?? '', args)
    }
    return sum([weigh(callee), ...args.map(weigh)])
  }

  const weighNode = bounded((node): Weights => {
    switch (node.type) {
      case 'StringLiteral':
        return new Map([[written, (node.value as string).length]])
      case 'Identifier':
        return new Map([[node.value as string, 1]])
      case 'MemberExpression': {
        const attribute = attributeOf(node)
        const object = weigh(node.object as Node)
        if (attribute !== undefined && names.assignments.has(attributeKey(attribute))) {
          return either([object, new Map([[attributeKey(attribute), 1]])])
        }
        if (attribute === undefined && names.holdsNamespace(node.object as Node)) {
          return either([object, ...attributes.map((key): Weights => new Map([[key, 1]]))])
        }
        return object
      }
      case 'ArrayLiteral':
      case 'TupleLiteral':
        // Written out, a list is JSON, with its strings escaped.
        return scale(sum([weighAll(node.value), new Map([[written, 1 + (node.value as Node[]).length]])]), 2)
      case 'ObjectLiteral':
        return scale(weighAll([...(node.value as Map<Node, Node>)].flat()), 2)
      case 'BinaryExpression': {
        const operator = (node.operator as { value: string }).value
        const sides = [weigh(node.left as Node), weigh(node.right as Node)]
        if (operator === '+' || operator === '~') return sum(sides)
        return operator === 'and' || operator === 'or' ? either(sides) : new Map()
      }
      case 'FilterExpression':
        return filtered(weigh(node.operand as Node), node.filter as Node)
      case 'FilterStatement':
        return filtered(weighAll(node.body), node.filter as Node)
      case 'Ternary':
        return either([weigh(node.trueExpr as Node), weigh(node.falseExpr as Node)])
      case 'SelectExpression':
        return weigh(node.lhs as Node)
      case 'CallExpression':
        return weighCall(node)
      case 'CallStatement':
        return weighCall(node.call as Node)
      case 'KeywordArgumentExpression':
        return weigh(node.value as Node)
      case 'If':
        return either([weighAll(node.body), weighAll(node.alternate)])
      case 'For':
        return either([
          scale(weighAll(node.body), Math.max(1, countItems(node.iterable as Node))),
          weighAll(node.defaultBlock),
        ])
      default:
        return new Map()
    }
  })
  const weigh = (node: Node): Weights => {
    const known = weighed.get(node)
    if (known !== undefined) return known
    const weights = weighNode(node)
    weighed.set(node, weights)
    return weights
  }

  const made = new Map<string, Weights[]>()
  for (const [key, assignments] of names.assignments) {
    made.set(
      key,
      assignments.map((each) => ('value' in each ? weigh(each.value) : weighAll(each.body))),
    )
  }
  for (const [name, routines] of names.routines) {
    made.set(
      routineKey(name),
      routines.map((routine) => weighAll(routine.body)),
    )
  }
  checkWeights(made, weighAll(body))
}

type Size = { given: number; written: number }

/** @throws RefusedTemplate for a value made of itself twice, and for a whole that repeats what it was given too often. */
function checkWeights(made: ReadonlyMap<string, Weights[]>, whole: Weights): void {
  const order: string[] = []
  const circles = new Map<string, number>()
  findCircles(made, order, circles)

  const sizes = new Map<string, Size>()
  const sizeOf = (weights: Weights, circle?: number): Size => {
    const size = { given: 0, written: 0 }
    for (const [key, weight] of weights) {
      if (key === written) size.written = cap(size.written + weight)
      else if (!made.has(key)) size.given = cap(size.given + weight)
      else if (circles.get(key) !== circle) {
        const of = sizes.get(key) as Size
        size.given = cap(size.given + weight * of.given)
        size.written = cap(size.written + weight * of.written)
      }
    }
    return size
  }
  let at = 0
  while (at < order.length) {
    const circle = circles.get(order[at] as string) as number
    const members: string[] = []
    while (at < order.length && circles.get(order[at] as string) === circle)
      members.push(order[at++] as string)
    const size = { given: 0, written: 0 }
    for (const key of members) {
      for (const weights of made.get(key) as Weights[]) {
        let again = 0
        for (const [other, weight] of weights)
          if (circles.get(other) === circle && made.has(other)) again += weight
        if (again > 1) {
          throw new RefusedTemplate(
            `makes ${JSON.stringify(key.slice(0, 100))} of itself more than once, so that it doubles every time`,
          )
        }
        const one = sizeOf(weights, circle)
        size.given = Math.max(size.given, one.given)
        size.written = Math.max(size.written, one.written)
      }
    }
    for (const key of members) sizes.set(key, size)
  }
  const total = sizeOf(whole)
  for (const size of [total, ...sizes.values()]) {
    if (size.given > lintLimits.templateGrowth || size.written > lintLimits.templateWritten) {
      throw new RefusedTemplate('repeats what it was given more often than any conversation needs')
    }
  }
}

/** Names that are made of one another, those first that the others are made of; Tarjan's, without recursion. */
function findCircles(
  made: ReadonlyMap<string, Weights[]>,
  order: string[],
  circles: Map<string, number>,
): void {
  const found = new Map<string, number>()
  const low = new Map<string, number>()
  const waiting: string[] = []
  for (const root of made.keys()) {
    if (found.has(root)) continue
    const stack: { key: string; next: Iterator<string> }[] = []
    const enter = (key: string) => {
      found.set(key, found.size)
      low.set(key, found.size - 1)
      waiting.push(key)
      const used = new Set((made.get(key) as Weights[]).flatMap((weights) => [...weights.keys()]))
      stack.push({ key, next: [...used].filter((each) => made.has(each))[Symbol.iterator]() })
    }
    const lower = (key: string, to: number) => low.set(key, Math.min(low.get(key) as number, to))
    enter(root)
    while (stack.length > 0) {
      const { key, next } = stack.at(-1) as (typeof stack)[number]
      const step = next.next()
      if (!step.done) {
        if (!found.has(step.value)) enter(step.value)
        else if (!circles.has(step.value)) lower(key, found.get(step.value) as number)
        continue
      }
      stack.pop()
      const parent = stack.at(-1)
      if (parent !== undefined) lower(parent.key, low.get(key) as number)
      if (low.get(key) === found.get(key)) {
        for (const member of waiting.splice(waiting.lastIndexOf(key))) {
          circles.set(member, found.get(key) as number)
          order.push(member)
        }
      }
    }
  }
}
