import type { SuiteResult } from './accountOfRuns.ts'
import { openHardhat } from './openHardhat.ts'
import { groupTestFiles } from './testFiles.ts'

/**
 * Runs Solidity tests on the code that is deployed, one group after the other, and prints what Hardhat prints.
 *
 * @param files Paths of `.t.sol` files; all of them where there are none.
 * @param testProfile A profile of `hardhat.config.ts`.
 * @returns What Hardhat gives back of each suite.
 * @throws Where something does not compile.
 */
export async function runSolidityTests(
  files: readonly string[],
  testProfile: string,
): Promise<SuiteResult[]> {
  const hardhat = await openHardhat()
  const results: SuiteResult[] = []
  for (const testFiles of await groupTestFiles(files)) {
    const result = await hardhat.tasks.getTask(['test', 'solidity']).run({ testFiles, testProfile })
    // Where tests failed, the value is beside the failure.
    const { suiteResults } = (result.success ? result.value : result.error) as { suiteResults: SuiteResult[] }
    results.push(...suiteResults)
  }
  return results
}
