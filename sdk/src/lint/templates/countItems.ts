import { boundNumber } from './boundNumber.ts'
import { bounded, type Node } from './parseTemplate.ts'
import type { TemplateNames } from './TemplateNames.ts'

const enough = 1e12

/**
 * Counts the items that a template itself makes and an expression may hold.
 *
 * @returns A function of an expression; it gives 0 where all items come from what the template was given.
 */
export function itemCounter(names: TemplateNames): (node: Node) => number {
  const known = new Map<string, number>()
  const open = new Set<string>()
  const countNamed = (name: string): number => {
    // A list that grows by itself grows once for each turn: those are counted where they are looped over.
    if (open.has(name)) return 0
    const found = known.get(name)
    if (found !== undefined) return found
    open.add(name)
    const counts = (names.assignments.get(name) ?? []).map((each) =>
      'value' in each ? count(each.value) : 0,
    )
    open.delete(name)
    const most = counts.reduce((one, other) => Math.max(one, other), 0)
    known.set(name, most)
    return most
  }
  const sum = (nodes: readonly Node[]) =>
    nodes.reduce((total, each) => Math.min(total + count(each), enough), 0)
  const count = bounded((node): number => {
    switch (node.type) {
      case 'StringLiteral':
        return (node.value as string).length
      case 'ArrayLiteral':
      case 'TupleLiteral':
        return (node.value as Node[]).length + sum(node.value as Node[])
      case 'ObjectLiteral':
        return (node.value as Map<Node, Node>).size + sum([...(node.value as Map<Node, Node>).values()])
      case 'CallExpression': {
        const callee = node.callee as Node
        if (callee.type === 'MemberExpression') return count(callee.object as Node)
        if (callee.value !== 'range') return sum(node.args as Node[])
        return (node.args as Node[])
          .map((each) => boundNumber(each, names))
          .reduce<number>((total, bound) => total + (typeof bound === 'number' ? bound : 0), 0)
      }
      case 'KeywordArgumentExpression':
        return count(node.value as Node)
      case 'BinaryExpression':
        return sum([node.left as Node, node.right as Node])
      case 'Ternary':
        return Math.max(count(node.trueExpr as Node), count(node.falseExpr as Node))
      case 'SelectExpression':
        return count(node.lhs as Node)
      case 'FilterExpression':
        return count(node.operand as Node)
      case 'MemberExpression':
        return count(node.object as Node)
      case 'Identifier':
        return countNamed(node.value as string)
      default:
        return 0
    }
  })
  return count
}
