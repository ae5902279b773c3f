/**
 * The long run of the stateful invariants: every one of them after each of at least 100,000 calls, on the code that is
 * deployed. For the night, and for whoever changes what an invariant speaks of.
 *
 *   node contracts/scripts/deep.ts
 *
 * Prints how many calls each invariant saw, and `N passed, N failed` last; exits 1 unless all passed.
 */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { openHardhat, packageRoot } from './openHardhat.ts'

const leastCalls = 100_000

/** What the Solidity test task gives back of each suite; Hardhat publishes no type for it. */
type SuiteResult = {
  testResults: {
    name: string
    status: string
    kind: { runs?: bigint; calls?: bigint; reverts?: bigint }
  }[]
}

const invariantRoot = path.join(packageRoot, 'test/invariant')
const files = (await readdir(invariantRoot)).filter((name) => name.endsWith('.t.sol')).sort()
const hardhat = await openHardhat()
const result = await hardhat.tasks.getTask(['test', 'solidity']).run({
  testFiles: files.map((name) => path.join(invariantRoot, name)),
  testProfile: 'deep',
})

let passed = 0
let failed = 0
for (const { name, status, kind } of (result.value.suiteResults as SuiteResult[]).flatMap(
  (suite) => suite.testResults,
)) {
  const calls = kind.calls === undefined ? undefined : Number(kind.calls)
  const enough = calls === undefined || calls >= leastCalls
  if (status === 'Success' && enough) passed += 1
  else failed += 1
  const mark = status === 'Success' && enough ? '✔' : '✖'
  const seen = calls === undefined ? '' : `: ${calls.toLocaleString('en')} calls`
  process.stdout.write(
    `${mark} ${name}${seen}${enough ? '' : `, fewer than ${leastCalls.toLocaleString('en')}`}\n`,
  )
}
process.stdout.write(`${passed} passed, ${failed} failed\n`)
if (failed > 0 || passed === 0 || !result.success) process.exitCode = 1
