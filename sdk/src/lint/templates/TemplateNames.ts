import { childrenOf, isNode, type Node, RefusedTemplate } from './parseTemplate.ts'

/** A macro, or the body of a `call` block, which macros know as `caller`. */
export type Routine = { parameters: string[]; defaults: Node[]; body: Node[] }

/** What a name is set to: an expression, or the text that a block writes. */
export type Assignment = { value: Node } | { body: Node[] }

/** Functions of the engine that must not be reached by another name: what they do would no longer be seen. */
const watched = new Set(['range', 'namespace', 'caller'])

const nameOf = (node: Node): string | undefined =>
  node.type === 'Identifier' ? (node.value as string) : undefined

/** Keys of attributes, which are told apart by their name alone: any object may turn out to be any namespace. */
export const attributeKey = (name: string) => `.${name}`

/** The attribute that a member expression names; undefined where that is only known when it runs. */
export function attributeOf(node: Node): string | undefined {
  const property = node.property as Node
  if (node.computed !== true) return String(property.value)
  return property.type === 'StringLiteral' ? (property.value as string) : undefined
}

/**
 * Who is called what in a template. Names are taken together wherever they stand: that says more can happen than can,
 * never less.
 */
export class TemplateNames {
  readonly routines = new Map<string, Routine[]>()
  readonly assignments = new Map<string, Assignment[]>()

  /** @throws RefusedTemplate for a macro or watched function that is handed on as a value. */
  constructor(body: readonly Node[]) {
    for (const node of body) this.#collect(node)
    for (const node of body) this.#refuseValues(node)
  }

  #assign(key: string, assignment: Assignment): void {
    const known = this.assignments.get(key)
    if (known === undefined) this.assignments.set(key, [assignment])
    else known.push(assignment)
  }

  #assignTo(target: Node, assignment: Assignment): void {
    const name = nameOf(target)
    if (name !== undefined) this.#assign(name, assignment)
    if (target.type === 'TupleLiteral')
      for (const each of target.value as Node[]) this.#assignTo(each, assignment)
    if (target.type === 'MemberExpression') {
      const attribute = attributeOf(target)
      if (attribute === undefined)
        throw new RefusedTemplate('sets an attribute whose name is not written in it')
      this.#assign(attributeKey(attribute), assignment)
    }
  }

  #define(name: string, parameters: readonly Node[], body: Node[]): void {
    const routine: Routine = { parameters: [], defaults: [], body }
    for (const each of parameters) {
      const name = (each.type === 'KeywordArgumentExpression' ? (each.key as Node) : each).value as string
      routine.parameters.push(name)
      if (each.type !== 'KeywordArgumentExpression') continue
      routine.defaults.push(each.value as Node)
      this.#assign(name, { value: each.value as Node })
    }
    const known = this.routines.get(name)
    if (known === undefined) this.routines.set(name, [routine])
    else known.push(routine)
  }

  #collect(node: Node): void {
    if (node.type === 'Set') {
      const value = node.value as Node | null
      this.#assignTo(node.assignee as Node, value === null ? { body: node.body as Node[] } : { value })
    }
    if (node.type === 'For')
      this.#assignTo(node.loopvar as Node, { value: this.#itemsOf(node.iterable as Node) })
    if (node.type === 'Macro')
      this.#define((node.name as Node).value as string, node.args as Node[], node.body as Node[])
    if (node.type === 'CallStatement') {
      this.#define('caller', (node.callerArgs ?? []) as Node[], node.body as Node[])
    }
    if (node.type === 'CallExpression' && nameOf(node.callee as Node) === 'namespace') {
      for (const each of node.args as Node[]) {
        if (each.type === 'KeywordArgumentExpression') {
          this.#assign(attributeKey((each.key as Node).value as string), { value: each.value as Node })
        } else if (each.type !== 'ObjectLiteral') {
          throw new RefusedTemplate('makes a namespace out of something that is not written in it')
        } else {
          for (const [key, value] of each.value as Map<Node, Node>) {
            if (key.type !== 'StringLiteral') {
              throw new RefusedTemplate('sets an attribute whose name is not written in it')
            }
            this.#assign(attributeKey(String(key.value)), { value })
          }
        }
      }
    }
    for (const child of childrenOf(node)) this.#collect(child)
  }

  #itemsOf(iterable: Node): Node {
    return iterable.type === 'SelectExpression' ? (iterable.lhs as Node) : iterable
  }

  /** Arguments reach the parameters of whatever is called by that name. */
  bindArguments(name: string, args: readonly Node[]): void {
    for (const { parameters } of this.routines.get(name) ?? []) {
      for (const [index, each] of args.entries()) {
        if (each.type === 'KeywordArgumentExpression') {
          this.#assign((each.key as Node).value as string, { value: each.value as Node })
        } else if (each.type === 'SpreadExpression' || each.type === 'KeywordSpreadExpression') {
          for (const parameter of parameters) this.#assign(parameter, { value: each.argument as Node })
        } else if (parameters[index] !== undefined) {
          this.#assign(parameters[index], { value: each })
        }
        this.#assign('varargs', { value: each })
        this.#assign('kwargs', { value: each })
      }
    }
  }

  #refuseValues(node: Node): void {
    const name = nameOf(node)
    if (name !== undefined && (watched.has(name) || this.routines.has(name))) {
      throw new RefusedTemplate(
        `hands ${JSON.stringify(name.slice(0, 100))} on, so that what it calls cannot be told`,
      )
    }
    const skip = new Set<unknown>()
    if (node.type === 'CallExpression') {
      const called = nameOf(node.callee as Node)
      if (called !== undefined) {
        skip.add(node.callee)
        this.bindArguments(called, node.args as Node[])
      }
    }
    if (node.type === 'Macro') skip.add(node.name)
    if (node.type === 'Macro' || node.type === 'CallStatement') {
      for (const each of ((node.type === 'Macro' ? node.args : node.callerArgs) ?? []) as Node[]) {
        if (each.type === 'Identifier') skip.add(each)
      }
    }
    if (node.type === 'KeywordArgumentExpression') skip.add(node.key)
    if (node.type === 'MemberExpression' && node.computed !== true) skip.add(node.property)
    if (node.type === 'TestExpression') {
      skip.add(node.test)
      if (isNode(node.operand) && node.operand.type === 'Identifier') skip.add(node.operand)
    }
    if (node.type === 'FilterExpression' || node.type === 'FilterStatement') {
      const filter = node.filter as Node
      skip.add(filter)
      if (filter.type === 'CallExpression') {
        for (const each of filter.args as Node[]) this.#refuseValues(each)
      }
    }
    if (node.type === 'Set' && isNode(node.assignee) && node.assignee.type === 'Identifier')
      skip.add(node.assignee)
    if (node.type === 'For' && isNode(node.loopvar) && node.loopvar.type === 'Identifier')
      skip.add(node.loopvar)
    for (const child of childrenOf(node)) if (!skip.has(child)) this.#refuseValues(child)
  }

  /** Whether an expression may give a namespace, whose attributes can be set from anywhere. */
  readonly holdsNamespace = (node: Node): boolean => {
    const seen = new Set<string>()
    const queue = [node]
    for (let each = queue.pop(); each !== undefined; each = queue.pop()) {
      if (each.type === 'CallExpression' && nameOf(each.callee as Node) === 'namespace') return true
      const name = nameOf(each)
      if (name !== undefined && !seen.has(name)) {
        seen.add(name)
        for (const assignment of this.assignments.get(name) ?? [])
          if ('value' in assignment) queue.push(assignment.value)
      }
      // What is under a name that is written down is kept under that name.
      if (each.type === 'MemberExpression' && attributeOf(each) !== undefined) {
        const key = attributeKey(attributeOf(each) as string)
        if (seen.has(key)) continue
        seen.add(key)
        for (const assignment of this.assignments.get(key) ?? [])
          if ('value' in assignment) queue.push(assignment.value)
        continue
      }
      queue.push(...childrenOf(each))
    }
    return false
  }
}
