/**
 * Runs the Solidity tests with coverage and refuses anything of `src` below 100 % of lines and statements, or a custom
 * error that no test raises by name.
 *
 * The quick profile will do: what a line is does not depend on the optimizer. Instrumented contracts never reach the
 * folder that deployments read.
 */
import { spawn } from 'node:child_process'
import { expectedErrors } from './expectedErrors.ts'
import { packageRoot } from './openHardhat.ts'

type Row = { file: string; lines: number; statements: number; uncovered: string }

async function run(): Promise<{ code: number; output: string }> {
  const child = spawn('npx', ['hardhat', 'test', 'solidity', '--coverage', '--build-profile', 'fast'], {
    cwd: packageRoot,
    env: { ...process.env, COMMONWEAL_CONTRACTS_BUILD: 'builds/coverage', COLUMNS: '300', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    process.stdout.write(text)
  })
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve(exitCode ?? 1))
  })
  return { code, output }
}

/** Rows of Hardhat's table: `║ src/X.sol │ 100.00 │ 100.00 │ - ║`. The lcov file knows no statements. */
function readTable(output: string): Row[] {
  const row = /^║ (\S+) +│ +([\d.]+) +│ +([\d.]+) +│ (.*?) *║$/gmu
  return [...output.matchAll(row)].map(([, file = '', lines, statements, uncovered = '']) => ({
    file,
    lines: Number(lines),
    statements: Number(statements),
    uncovered,
  }))
}

const { code, output } = await run()
const rows = readTable(output)
const sources = rows.filter((row) => row.file !== 'Total')
const total = rows.find((row) => row.file === 'Total')
if (code !== 0) {
  process.stderr.write('The tests failed, so their coverage says nothing.\n')
  process.exitCode = 1
} else if (total === undefined || sources.length === 0) {
  process.stderr.write('Hardhat printed no coverage table that this script can read.\n')
  process.exitCode = 1
} else {
  for (const row of sources.filter(({ lines, statements }) => lines < 100 || statements < 100)) {
    process.stderr.write(
      `${row.file}: lines ${row.lines} %, statements ${row.statements} %, not run: ${row.uncovered}\n`,
    )
    process.exitCode = 1
  }
  process.stdout.write(
    `lines ${total.lines.toFixed(2)} %, statements ${total.statements.toFixed(2)} % of ${sources.length} files\n`,
  )
}
const errors = await expectedErrors()
const unexpected = errors.filter(({ expected }) => !expected)
for (const { name } of unexpected) {
  process.stderr.write(`${name}: no test expects it by name\n`)
  process.exitCode = 1
}
process.stdout.write(
  `custom errors raised by name: ${errors.length - unexpected.length} of ${errors.length}\n`,
)
