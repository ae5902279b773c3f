/**
 * The Solidity tests at length, on the code that is deployed: every invariant over a hundred thousand calls and more,
 * every fuzz test over ten thousand inputs.
 *
 *   node contracts/scripts/deep.ts [FILE …]
 *
 * Each run draws anew. It prints its seed first; COMMONWEAL_DEEP_SEED takes it, and the run is the same again.
 */
import { randomBytes } from 'node:crypto'
import { accountOfRuns } from './accountOfRuns.ts'

const leastCalls = 100_000

process.env.COMMONWEAL_DEEP_SEED ??= `0x${randomBytes(32).toString('hex')}`
process.stdout.write(`seed ${process.env.COMMONWEAL_DEEP_SEED}\n`)
// The configuration reads the seed when it is loaded.
const { runSolidityTests } = await import('./runSolidityTests.ts')

const suiteResults = await runSolidityTests(process.argv.slice(2), 'deep')
const { lines, passed, failures } = accountOfRuns(suiteResults, leastCalls)

for (const line of lines) process.stdout.write(`${line}\n`)
for (const name of failures) process.stdout.write(`✖ ${name}\n`)
process.stdout.write(`${passed} passed, ${failures.length} failed\n`)
if (failures.length > 0 || passed === 0) process.exitCode = 1
