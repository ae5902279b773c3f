/**
 * What has to hold beside the tests: formatting, lint, types, import directions, generated code, no trace of a machine.
 *
 *   node scripts/bootstrap.mjs check
 *
 * Runs all of them even when one fails, says what to do, and exits 1 if any failed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findMachineTraces } from './committedText.ts'
import { findWrongImports } from './importDirections.ts'

const root = join(import.meta.dirname, '../../..')
const say = (line: string) => process.stdout.write(`${line}\n`)

type Check = { name: string; next: string; run: () => Promise<boolean> }

const checks: readonly Check[] = [
  {
    name: 'formatting and lint',
    next: 'npx biome check --write',
    run: () => run('.', 'biome', 'ci', '--colors=off', '--error-on-warnings'),
  },
  {
    name: 'formatting of Solidity',
    next: 'npm run format -w contracts',
    run: () => run('contracts', 'npm', 'run', '--silent', 'format:check'),
  },
  {
    name: 'lint of Solidity',
    next: 'Mend what it names.',
    run: () => run('contracts', 'npm', 'run', '--silent', 'lint'),
  },
  {
    name: 'import directions',
    next: 'See "Which way the arrows run" in CONTRIBUTING.md.',
    run: checkImports,
  },
  { name: 'no trace of a machine', next: 'Take it out of the file.', run: checkTraces },
  ...['contracts', 'sdk', 'subgraph', 'inference-worker', 'scripts', 'test'].map((room) => ({
    name: `types of ${room}`,
    next: `npx tsc -p ${room} --noEmit`,
    run: () => run('.', 'tsc', '-p', room, '--noEmit'),
  })),
  {
    name: 'types of web',
    next: 'npm run typecheck -w web',
    run: () => run('web', 'npm', 'run', '--silent', 'typecheck'),
  },
  {
    name: 'generated code',
    next: 'npm run generate -w contracts, and commit what it wrote',
    run: () => run('contracts', 'npm', 'run', '--silent', 'generate:check'),
  },
  {
    name: 'generated schemas',
    next: 'npm run generate -w sdk, and commit what it wrote',
    run: () => run('sdk', 'npm', 'run', '--silent', 'generate:check'),
  },
  {
    name: 'gas snapshot',
    next: 'npm run gas, and commit what it wrote',
    run: () => run('contracts', 'npm', 'run', '--silent', 'gas:check'),
  },
  {
    name: 'models are what the training makes',
    next: 'node inference-worker/src/training/train.ts, and commit what it wrote',
    run: () => run('.', 'node', 'inference-worker/src/training/train.ts', '--check'),
  },
]

let failed = 0
for (const check of checks) {
  const started = Date.now()
  const passed = await check.run()
  say(`${passed ? '✔' : '✖'} ${check.name} (${((Date.now() - started) / 1000).toFixed(0)} s)`)
  if (!passed) {
    failed += 1
    say(`  Next: ${check.next}`)
  }
}
say(failed === 0 ? 'All checks hold.' : `${failed} of ${checks.length} checks do not hold.`)
process.exitCode = failed === 0 ? 0 : 1

/** Runs a program; prints what it said only when it failed. */
async function run(folder: string, program: string, ...args: string[]): Promise<boolean> {
  const child = spawn(program, args, { cwd: join(root, folder), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const code = await new Promise<number | null>((settle) => {
    child.once('error', (error) => {
      output += error.message
      settle(1)
    })
    child.once('close', settle)
  })
  if (code !== 0) say(output.trimEnd().split('\n').slice(-80).join('\n').replace(/^/gm, '  | '))
  return code === 0
}

/** Every text file that git knows, or would with the next `git add`. */
async function* committedFiles(pattern: RegExp): AsyncGenerator<{ file: string; text: string }> {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`)
  for (const file of listed.stdout.split('\0').filter((name) => pattern.test(name))) {
    // A file that git knows and the disk has no more is being deleted.
    const text = await readFile(join(root, file), 'utf8').catch(() => undefined)
    if (text !== undefined) yield { file, text }
  }
}

async function checkImports(): Promise<boolean> {
  let fine = true
  for await (const { file, text } of committedFiles(/\.(?:[cm]?tsx?|[cm]?js)$/)) {
    // A test of these rules has to spell what they refuse.
    if (file === 'scripts/src/checks/importDirections.test.ts') continue
    for (const { line, specifier, why } of findWrongImports(file, text)) {
      fine = false
      say(`  | ${file}:${line}: ${specifier}: ${why}`)
    }
  }
  return fine
}

async function checkTraces(): Promise<boolean> {
  let fine = true
  const texts =
    /\.(?:[cm]?tsx?|[cm]?js|json|md|sol|graphql|ya?ml|css|txt|tree|html)$|(?:^|\/)(?:\.npmrc|\.ci\/run)$/
  for await (const { file, text } of committedFiles(texts)) {
    for (const { line, what } of findMachineTraces(file, text)) {
      fine = false
      say(`  | ${file}:${line}: ${what}`)
    }
  }
  return fine
}
