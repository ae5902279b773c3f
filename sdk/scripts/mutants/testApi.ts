import { expect, vi as vitestMocks } from 'vitest'

type Work = (...values: never[]) => unknown

export interface Test {
  readonly name: string
  readonly run: () => unknown
}

/** The tests of one file, and what has to have run once before the first of them. */
export interface Suite {
  readonly tests: Test[]
  readonly before: (() => unknown)[]
}

const titles: string[] = []
let suite: Suite = { tests: [], before: [] }

/** Imports a file of tests and answers what it registers; never two at a time, since they register with one list. */
export async function collect(load: () => Promise<unknown>): Promise<Suite> {
  const collected: Suite = { tests: [], before: [] }
  suite = collected
  await load()
  return collected
}

const workOf = (parts: readonly unknown[]) => parts.find((part) => typeof part === 'function') as Work

/** Rows are told apart by their place: values may have no short text, or the same one. */
const forEachRow =
  (register: (name: string, work: () => unknown) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, ...parts: unknown[]) => {
    for (const [index, row] of rows.entries()) {
      const values = (Array.isArray(row) ? row : [row]) as never[]
      register(`${name} [${index}]`, () => workOf(parts)(...values))
    }
  }

export function test(name: string, ...parts: unknown[]): void {
  suite.tests.push({ name: [...titles, name].join(' > '), run: workOf(parts) as () => unknown })
}
test.each = forEachRow(test)

export function describe(name: string, ...parts: unknown[]): void {
  titles.push(name)
  try {
    ;(workOf(parts) as () => void)()
  } finally {
    titles.pop()
  }
}
describe.each = forEachRow(describe)

export function beforeAll(work: () => unknown): void {
  suite.before.push(work)
}

/** Stryker alone ends what takes too long, so there is no limit to set. */
export const vi = { fn: vitestMocks.fn, setConfig: () => {} }

export { expect }
