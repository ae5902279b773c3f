/**
 * The Solidity tests on the code that is deployed.
 *
 *   node contracts/scripts/testSolidity.ts [FILE …]
 *
 * The last line is `N passed, N failed`; exits 1 unless all passed.
 */
import { runSolidityTests } from './runSolidityTests.ts'

const suites = await runSolidityTests(process.argv.slice(2), 'default')
const tests = suites.flatMap(({ testResults }) => testResults)
const failures = tests.filter(({ status }) => status === 'Failure')
const passed = tests.filter(({ status }) => status === 'Success').length

for (const { name } of failures) process.stdout.write(`✖ ${name}\n`)
process.stdout.write(`${passed} passed, ${failures.length} failed\n`)
if (failures.length > 0 || passed === 0) process.exitCode = 1
