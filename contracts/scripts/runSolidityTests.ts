import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { SuiteResult } from './accountOfRuns.ts'
import { openHardhat, packageRoot } from './openHardhat.ts'

/**
 * Test files that are compiled together. The compiler is WebAssembly, with 4 GiB at most, and a test carries the code of
 * all that it deploys: with 37 files through the IR it ended in "Error writing output JSON".
 */
const filesAtOnce = 9

async function allTestFiles(): Promise<string[]> {
  const testRoot = path.join(packageRoot, 'test')
  const names = await readdir(testRoot, { recursive: true })
  return names
    .filter((name) => name.endsWith('.t.sol'))
    .sort()
    .map((name) => path.join(testRoot, name))
}

/**
 * Runs the Solidity tests on the code that is deployed, some files after the others, and prints what Hardhat prints.
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
  const chosen = files.length > 0 ? files.map((file) => path.resolve(file)) : await allTestFiles()
  const hardhat = await openHardhat()
  const results: SuiteResult[] = []
  const groups = Math.ceil(chosen.length / filesAtOnce)
  for (let group = 0; group < groups; group++) {
    // In turn: neighbours are of a kind, and those of the invariants are the heaviest to compile.
    const testFiles = chosen.filter((_, index) => index % groups === group)
    const result = await hardhat.tasks.getTask(['test', 'solidity']).run({ testFiles, testProfile })
    // Where tests failed, the value is beside the failure.
    const { suiteResults } = (result.success ? result.value : result.error) as { suiteResults: SuiteResult[] }
    results.push(...suiteResults)
  }
  return results
}
