/** What a test runner says of a run. */
export type Counts = {
  passed: number
  failed: number
  skipped: number
  /** The names of the tests that failed, as the runner spells them. */
  failures: string[]
}

/** The sum of several runs. */
export function addCounts(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
    failures: all.flatMap(({ failures }) => failures),
  }
}

/** The line by which people and machines read the outcome: `N passed, N failed`, `, N skipped` where so. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
