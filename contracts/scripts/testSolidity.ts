/**
 * The Solidity tests on the code that is deployed.
 *
 *   node contracts/scripts/testSolidity.ts [FILE …]
 *
 * Compiling them is most of the work, and the compiler uses one core: groups of files go side by side, each lane in a
 * process and a build folder of its own. The last line is `N passed, N failed`; exits 1 unless all passed.
 */
import { spawn } from 'node:child_process'
import { groupTestFiles } from './testFiles.ts'

/** A compiler takes up to 4 GiB. */
const lanes = 2

type Outcome = { passed: number; failed: number; failures: string[] }

/** Runs one group, and prints what it printed once it is over, so that two do not mix. */
async function runGroup(files: readonly string[], lane: number): Promise<Outcome> {
  const chunks: Buffer[] = []
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [`${import.meta.dirname}/testGroup.ts`, ...files], {
      env: { ...process.env, COMMONWEAL_CONTRACTS_BUILD: `builds/test-${lane}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', resolve)
  })
  const output = Buffer.concat(chunks).toString()
  // Without the group's own counts: the last such line is that of the whole.
  process.stdout.write(output.replaceAll(/^\d+ passed, \d+ failed$\n?/gm, ''))
  const counts = output
    .match(/^(\d+) passed, (\d+) failed$/gm)
    ?.at(-1)
    ?.match(/\d+/g)
  if (counts === undefined || counts === null) {
    // It ended before it had an outcome: none of its tests passed.
    return { passed: 0, failed: 1, failures: [`a group ended with ${code}: ${files.join(' ')}`] }
  }
  const [passed = 0, failed = 0] = counts.map(Number)
  return { passed, failed, failures: output.match(/(?<=^✖ ).+$/gm) ?? [] }
}

const waiting = await groupTestFiles(process.argv.slice(2))
const outcomes: Outcome[] = []

async function drain(lane: number): Promise<void> {
  for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
    outcomes.push(await runGroup(group, lane))
  }
}

await Promise.all(Array.from({ length: lanes }, (_, lane) => drain(lane)))

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0)
for (const { failures } of outcomes) for (const name of failures) process.stdout.write(`✖ ${name}\n`)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
if (failed > 0 || passed === 0) process.exitCode = 1
