/**
 * The Solidity tests at length, on the code that is deployed: every invariant over a hundred thousand calls and more,
 * every fuzz test over ten thousand inputs.
 *
 *   node contracts/scripts/deep.ts [FILE …]
 *
 * Each run draws anew. It prints its seed first; COMMONWEAL_DEEP_SEED takes it, and the run is the same again.
 */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { accountOfRuns, type SuiteResult } from './accountOfRuns.ts'

const leastCalls = 100_000

process.env.COMMONWEAL_DEEP_SEED ??= `0x${randomBytes(32).toString('hex')}`
process.stdout.write(`seed ${process.env.COMMONWEAL_DEEP_SEED}\n`)
// The configuration reads the seed when it is loaded.
const { openHardhat } = await import('./openHardhat.ts')

const hardhat = await openHardhat()
const result = await hardhat.tasks.getTask(['test', 'solidity']).run({
  testFiles: process.argv.slice(2).map((file) => path.resolve(file)),
  testProfile: 'deep',
})
// Where tests failed, the value is beside the failure.
const { suiteResults } = (result.success ? result.value : result.error) as { suiteResults: SuiteResult[] }
const { lines, passed, failures } = accountOfRuns(suiteResults, leastCalls)

for (const line of lines) process.stdout.write(`${line}\n`)
for (const name of failures) process.stdout.write(`✖ ${name}\n`)
process.stdout.write(`${passed} passed, ${failures.length} failed\n`)
if (failures.length > 0 || !result.success) process.exitCode = 1
