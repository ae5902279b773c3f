/** What the Solidity test task gives back of each suite; Hardhat publishes no type for it. */
export type SuiteResult = {
  testResults: {
    name: string
    status: 'Success' | 'Failure' | 'Skipped'
    /** Of an invariant all of it, of a fuzz test its runs. */
    kind: { runs?: bigint; calls?: bigint; reverts?: bigint }
  }[]
}

export type AccountOfRuns = {
  /** One for each test that draws its input: how much of it was drawn. */
  lines: string[]
  passed: number
  /** The names of the tests that failed, and of the invariants that held for too short a run to say so. */
  failures: string[]
}

/**
 * Gives account of a long run.
 *
 * @param leastCalls How many calls an invariant has to hold over: one that held over fewer has not been tested at length.
 */
export function accountOfRuns(suites: readonly SuiteResult[], leastCalls: number): AccountOfRuns {
  const lines: string[] = []
  const failures: string[] = []
  let passed = 0
  for (const { name, status, kind } of suites.flatMap(({ testResults }) => testResults)) {
    const test = name.replace(/\(.*$/, '')
    const isInvariant = kind.calls !== undefined
    if (isInvariant) lines.push(`${test}: ${kind.calls} calls in ${kind.runs} runs`)
    else if (kind.runs !== undefined) lines.push(`${test}: ${kind.runs} inputs`)

    if (status === 'Failure') failures.push(test)
    else if (isInvariant && (kind.calls ?? 0n) < BigInt(leastCalls))
      failures.push(`${test}: held over ${kind.calls} calls, not over ${leastCalls}`)
    else if (status === 'Success') passed += 1
  }
  const numbered = new Intl.Collator('en', { numeric: true })
  return { lines: lines.sort(numbered.compare), passed, failures }
}
