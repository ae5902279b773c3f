import type { Remark } from '../Finding.ts'
import { lintLimits } from '../lintLimits.ts'
import { quote } from '../quote.ts'
import type { Model, Node, OperatorName } from './readModel.ts'

const maxFunctions = 10_000
const inline = 'Export the model with its functions inlined.'

const keyOf = ({ domain, name, overload }: OperatorName) =>
  JSON.stringify([domain === 'ai.onnx' ? '' : domain, name, overload])

/**
 * Holds a model's own functions against what a runtime does with them: it puts each in where it is called. A function
 * that calls itself never ends, and ten that call the next ten times are ten thousand million nodes.
 */
export function checkFunctions(model: Model): Remark[] {
  const remarks: Remark[] = []
  if (model.functions.length > maxFunctions) {
    return [
      {
        severity: 'refuse',
        message: `defines ${model.functions.length} functions of its own; the most is ${maxFunctions}`,
        next: inline,
      },
    ]
  }
  const functions = new Map<string, Node[]>()
  for (const each of model.functions) {
    const key = keyOf(each)
    if (functions.has(key)) {
      remarks.push({
        severity: 'refuse',
        message: `defines the function ${quote(each.name)} twice`,
        next: 'Keep one of the two.',
        at: each.at,
      })
    }
    functions.set(key, each.nodes)
    remarks.push({
      severity: 'warn',
      message: `defines the function ${quote(each.name)} in the domain ${quote(each.domain)}, where a runtime may take it instead of its own operator`,
      next: inline,
      at: each.at,
    })
  }
  const sizes = measure(functions)
  for (const each of model.functions) {
    if (sizes.get(keyOf(each)) !== Number.POSITIVE_INFINITY) continue
    remarks.push({
      severity: 'refuse',
      message: `has the function ${quote(each.name)}, which comes back to itself and never ends`,
      next: inline,
      at: each.at,
    })
  }
  const total = model.nodes.reduce((sum, node) => sum + 1 + (sizes.get(keyOf(node)) ?? 0), 0)
  if (total > lintLimits.inlinedNodes) {
    remarks.push({
      severity: 'refuse',
      message: `has more than ${lintLimits.inlinedNodes} nodes once its functions are put in where they are called`,
      next: inline,
    })
  }
  return remarks
}

/** Nodes of each function once those it calls are put in; `Infinity` where that never ends. */
function measure(functions: ReadonlyMap<string, Node[]>): Map<string, number> {
  const sizes = new Map<string, number>()
  const open = new Set<string>()
  // Not recursive: functions may call one another in a chain as long as the model has functions.
  const stack: { key: string; calls: string[]; next: number; size: number }[] = []
  const begin = (key: string) => {
    const nodes = functions.get(key) as Node[]
    const calls = nodes.map(keyOf).filter((each) => functions.has(each))
    open.add(key)
    stack.push({ key, calls, next: 0, size: nodes.length })
  }
  for (const start of functions.keys()) {
    if (!sizes.has(start)) begin(start)
    while (stack.length > 0) {
      const frame = stack.at(-1) as (typeof stack)[number]
      const called = frame.calls[frame.next]
      if (called === undefined) {
        sizes.set(frame.key, frame.size)
        open.delete(frame.key)
        stack.pop()
      } else if (sizes.has(called) || open.has(called)) {
        frame.size += sizes.get(called) ?? Number.POSITIVE_INFINITY
        frame.next++
      } else {
        begin(called)
      }
    }
  }
  return sizes
}
