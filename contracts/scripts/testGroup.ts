/**
 * Some Solidity tests, compiled together: what `testSolidity.ts` runs beside others.
 *
 *   node contracts/scripts/testGroup.ts FILE …
 *
 * The last line is `N passed, N failed`.
 */
import { runSolidityTests } from './runSolidityTests.ts'

const suites = await runSolidityTests(process.argv.slice(2), 'default')
const tests = suites.flatMap(({ testResults }) => testResults)
const failures = tests.filter(({ status }) => status === 'Failure')
const passed = tests.filter(({ status }) => status === 'Success').length

for (const { name } of failures) process.stdout.write(`✖ ${name}\n`)
process.stdout.write(`${passed} passed, ${failures.length} failed\n`)
