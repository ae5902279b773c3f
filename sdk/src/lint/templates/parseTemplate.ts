import { Template, tokenize } from '@huggingface/jinja'
import { lintLimits } from '../lintLimits.ts'

/** A chat template that is refused; the message says why, as a predicate. */
export class RefusedTemplate extends Error {
  override name = 'RefusedTemplate'
}

/** A statement or expression as the engine reads it. The fields depend on the type. */
export type Node = { type: string } & Record<string, unknown>

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** What stands in a node: nodes, in the order of its fields. Its operator is a word, not a node. */
export function childrenOf(node: Node): Node[] {
  const found: Node[] = []
  for (const [field, value] of Object.entries(node)) {
    if (field === 'operator') continue
    if (isNode(value)) found.push(value)
    else if (Array.isArray(value)) found.push(...value.filter(isNode))
    else if (value instanceof Map) found.push(...[...value].flat().filter(isNode))
  }
  return found
}

/**
 * Reads a chat template with the parser of the engine that will run it, after the bounds without which that parser
 * itself can be made to run long.
 *
 * @returns The statements of the template.
 * @throws RefusedTemplate for what is beyond the bounds or cannot be read.
 */
export function parseTemplate(source: string): Node[] {
  if (source.length > lintLimits.templateCharacters) {
    throw new RefusedTemplate(`has more than ${lintLimits.templateCharacters} characters`)
  }
  let spaces = 0
  for (const character of source) {
    spaces = /\s/.test(character) ? spaces + 1 : 0
    if (spaces > lintLimits.templateSpaces) {
      throw new RefusedTemplate(
        `has more than ${lintLimits.templateSpaces} characters of white space in one run`,
      )
    }
  }
  const tooDeep = `cannot be read, or nests deeper than ${lintLimits.templateDepth}`
  let program: Node
  try {
    // Brackets leave nothing in what the parser gives, and take as much of its stack as all else.
    let brackets = 0
    for (const { type } of tokenize(source)) {
      if (/^Open(Paren|Square|Curly)/.test(type)) brackets++
      if (/^Close(Paren|Square|Curly)/.test(type)) brackets--
      if (brackets > lintLimits.templateDepth) throw new RefusedTemplate(tooDeep)
    }
    program = new Template(source).parsed as unknown as Node
  } catch {
    // Not what the parser says: where its stack ends depends on the machine.
    throw new RefusedTemplate(tooDeep)
  }
  const stack: [node: Node, depth: number][] = [[program, 0]]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [node, depth] = top
    if (depth > lintLimits.templateDepth) throw new RefusedTemplate(tooDeep)
    for (const child of childrenOf(node)) stack.push([child, depth + 1])
  }
  return program.body as Node[]
}

/**
 * Bounds how deep a function follows a template into itself, so that it ends in the same way on every machine.
 *
 * @throws RefusedTemplate when it goes deeper than the limit.
 */
export function bounded<Result>(follow: (node: Node) => Result): (node: Node) => Result {
  let depth = 0
  return (node) => {
    if (++depth > lintLimits.templateChain) throw new RefusedTemplate('leads from name to name without end')
    const result = follow(node)
    depth--
    return result
  }
}
