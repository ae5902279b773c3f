import { lintLimits } from '../lintLimits.ts'
import { bounded, type Node } from './parseTemplate.ts'
import { attributeKey, attributeOf, type TemplateNames } from './TemplateNames.ts'

/** The most a number can be: itself, or no more than there are things in the conversation. */
export type Bound = number | 'data'

const small = (value: number): Bound | undefined =>
  Math.abs(value) <= lintLimits.templateRange ? Math.abs(value) : undefined

/**
 * Bounds the number that an expression gives, as far as the template alone says it. A number that a message states is
 * not bounded: whoever writes the message may write any.
 *
 * @returns undefined where nothing bounds it.
 */
export function boundNumber(node: Node, names: TemplateNames): Bound | undefined {
  const open = new Set<string>()
  const known = new Map<string, Bound | undefined>()
  const either = (one: Bound | undefined, other: Bound | undefined): Bound | undefined => {
    if (one === undefined || other === undefined) return undefined
    return one === 'data' || other === 'data' ? 'data' : Math.max(one, other)
  }
  const named = (key: string): Bound | undefined => {
    const assignments = names.assignments.get(key)
    if (assignments === undefined) return undefined
    // A counter: it grows by what is added to it, once for each turn.
    if (open.has(key)) return 'data'
    if (known.has(key)) return known.get(key)
    open.add(key)
    const found = assignments.map((each) => ('value' in each ? bound(each.value) : undefined)).reduce(either)
    open.delete(key)
    known.set(key, found)
    return found
  }
  const bound = bounded((each): Bound | undefined => {
    switch (each.type) {
      case 'IntegerLiteral':
        return small(each.value as number)
      case 'UnaryExpression':
        return bound(each.argument as Node)
      case 'Ternary':
        return either(bound(each.trueExpr as Node), bound(each.falseExpr as Node))
      case 'FilterExpression': {
        const filter = each.filter as Node
        return filter.type === 'Identifier' && filter.value === 'length' ? 'data' : undefined
      }
      case 'MemberExpression': {
        const attribute = attributeOf(each)
        const object = each.object as Node
        if (attribute === undefined) return undefined
        if (object.type === 'Identifier' && object.value === 'loop' && !names.assignments.has('loop'))
          return 'data'
        return named(attributeKey(attribute))
      }
      case 'Identifier':
        return named(each.value as string)
      case 'BinaryExpression': {
        const left = bound(each.left as Node)
        const right = bound(each.right as Node)
        if (left === undefined || right === undefined) return undefined
        const operator = (each.operator as { value: string }).value
        // Divided by nothing it would be without end.
        if (operator === '//')
          return (each.right as Node).type === 'IntegerLiteral' && right !== 0 ? left : undefined
        if (operator === '%') return right
        const data = left === 'data' || right === 'data'
        if (operator === '+' || operator === '-') return data ? 'data' : small(left + right)
        if (operator === '*') return data ? undefined : small(left * right)
        return undefined
      }
      default:
        return undefined
    }
  })
  return bound(node)
}
