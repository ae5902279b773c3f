import { lintLimits } from '../lintLimits.ts'
import { boundNumber } from './boundNumber.ts'
import { itemCounter } from './countItems.ts'
import { childrenOf, type Node, RefusedTemplate } from './parseTemplate.ts'
import type { TemplateNames } from './TemplateNames.ts'

/** What carrying out some statements can take. */
type Work = {
  /** Statements, for one item of whatever is looped over. */
  statements: number
  /** Loops inside one another. */
  loops: number
  /** Loops inside one another that each go over all that was given. */
  crossings: number
}

const enough = 1e12
const maxSteps = 1_000_000

/**
 * Refuses a template that can run long: loops over numbers that nothing bounds, loops inside loops over the whole
 * conversation, macros that come back to themselves or multiply.
 *
 * @throws RefusedTemplate
 */
export function checkWork(body: readonly Node[], names: TemplateNames): void {
  let steps = 0
  const known = new Map<string, Work>()
  const open = new Set<string>()

  const countItems = itemCounter(names)

  /** The names that a value comes from; what only decides or indexes does not count. */
  const sourcesOf = (node: Node): string[] => {
    switch (node.type) {
      case 'Identifier':
        return [node.value as string]
      case 'MemberExpression':
        return sourcesOf(node.object as Node)
      case 'FilterExpression': {
        const filter = node.filter as Node
        const args = filter.type === 'CallExpression' ? (filter.args as Node[]) : []
        return [node.operand as Node, ...args].flatMap(sourcesOf)
      }
      case 'KeywordArgumentExpression':
        return sourcesOf(node.value as Node)
      case 'SelectExpression':
        return sourcesOf(node.lhs as Node)
      default:
        return childrenOf(node).flatMap(sourcesOf)
    }
  }
  const isPart = (node: Node, parts: ReadonlySet<string>) => {
    const sources = sourcesOf(node)
    return sources.length > 0 && sources.every((name) => parts.has(name))
  }
  const targetsOf = (node: Node): string[] =>
    node.type === 'Identifier'
      ? [node.value as string]
      : node.type === 'TupleLiteral'
        ? (node.value as Node[]).flatMap(targetsOf)
        : []

  const add = (work: Work, more: Work) => {
    work.statements = Math.min(work.statements + more.statements, enough)
    work.loops = Math.max(work.loops, more.loops)
    work.crossings = Math.max(work.crossings, more.crossings)
  }

  const call = (name: string, args: readonly Node[], parts: ReadonlySet<string>): Work => {
    const total: Work = { statements: 1, loops: 0, crossings: 0 }
    for (const [index, routine] of (names.routines.get(name) ?? []).entries()) {
      const own = new Set(
        routine.parameters.filter((parameter, place) => {
          const named = args.find(
            (each) => each.type === 'KeywordArgumentExpression' && (each.key as Node).value === parameter,
          )
          const given = named === undefined ? args[place] : (named.value as Node)
          return given !== undefined && isPart(given, parts)
        }),
      )
      const place = `${name} ${index}`
      if (open.has(place)) {
        throw new RefusedTemplate(
          `has the macro ${JSON.stringify(name.slice(0, 100))}, which comes back to itself`,
        )
      }
      const key = JSON.stringify([place, [...own].sort()])
      let work = known.get(key)
      if (work === undefined) {
        open.add(place)
        work = run(routine.body, own)
        for (const value of routine.defaults) add(work, calls(value, own))
        open.delete(place)
        known.set(key, work)
      }
      add(total, work)
    }
    return total
  }

  /** The calls of an expression, or of the expressions of a statement. */
  const calls = (node: Node, parts: ReadonlySet<string>): Work => {
    const total: Work = { statements: 0, loops: 0, crossings: 0 }
    if (++steps > maxSteps) throw new RefusedTemplate('is too entangled to be decided')
    if (node.type === 'CallExpression') {
      const callee = node.callee as Node
      if (callee.type === 'Identifier') {
        const name = callee.value as string
        if (name === 'range') {
          for (const each of node.args as Node[]) {
            if (boundNumber(each, names) === undefined) {
              throw new RefusedTemplate('counts (range) up to something that nothing bounds')
            }
          }
        }
        if (names.routines.has(name)) add(total, call(name, node.args as Node[], parts))
      }
    }
    for (const child of childrenOf(node)) add(total, calls(child, parts))
    return total
  }

  /** Takes out of `parts` whatever is set to something else on the way, and puts in what becomes a part. */
  const run = (nodes: readonly Node[], parts: Set<string>): Work => {
    const total: Work = { statements: 0, loops: 0, crossings: 0 }
    const runAll = (value: unknown, inner: Set<string>) => add(total, run(value as Node[], inner))
    for (const node of nodes) {
      total.statements++
      switch (node.type) {
        case 'For':
          add(total, loop(node, parts))
          break
        case 'If': {
          add(total, calls(node.test as Node, parts))
          const taken = new Set(parts)
          runAll(node.body, taken)
          runAll(node.alternate, parts)
          for (const name of parts) if (!taken.has(name)) parts.delete(name)
          break
        }
        case 'Set': {
          const value = node.value as Node | null
          if (value === null) runAll(node.body, parts)
          else add(total, calls(value, parts))
          for (const target of targetsOf(node.assignee as Node)) {
            if (value !== null && isPart(value, parts)) parts.add(target)
            else parts.delete(target)
          }
          break
        }
        case 'FilterStatement':
          add(total, calls(node.filter as Node, parts))
          runAll(node.body, parts)
          break
        case 'CallStatement':
          add(total, calls(node.call as Node, parts))
          break
        case 'Macro':
          // Carried out where it is called.
          break
        default:
          add(total, calls(node, parts))
      }
    }
    return total
  }

  const loop = (node: Node, parts: ReadonlySet<string>): Work => {
    const iterable = node.iterable as Node
    const isSelected = iterable.type === 'SelectExpression'
    const total = calls(isSelected ? (iterable.lhs as Node) : iterable, parts)
    const items = countItems(iterable)
    // What is a part of an item outside of this loop is gone over once more with each item of this one.
    const inner = new Set(targetsOf(node.loopvar as Node))
    const work: Work = isSelected
      ? calls(iterable.test as Node, inner)
      : { statements: 0, loops: 0, crossings: 0 }
    add(work, run(node.body as Node[], inner))
    // A list that is written out where it is looped over has been counted item by item.
    const isOwn = items > 0 && sourcesOf(iterable).length === 0
    add(total, {
      statements: Math.min(work.statements * Math.max(1, items), enough),
      loops: work.loops + 1,
      crossings: work.crossings + (isPart(iterable, parts) || isOwn ? 0 : 1),
    })
    add(total, run(node.defaultBlock as Node[], new Set(parts)))
    return total
  }

  const { statements, loops, crossings } = run(body, new Set())
  if (statements > lintLimits.templateWork) {
    throw new RefusedTemplate(`carries out more than ${lintLimits.templateWork} statements for one message`)
  }
  if (loops > lintLimits.templateLoops) {
    throw new RefusedTemplate(`has loops inside one another, ${loops} deep`)
  }
  if (crossings > lintLimits.templateCrossings) {
    throw new RefusedTemplate(
      `goes over the whole conversation in loops inside one another, ${crossings} deep`,
    )
  }
}
