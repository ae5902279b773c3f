/**
 * Changes the source a little, in thousands of ways, and asks each time whether a test fails (Stryker). Prints how many
 * of the changes were noticed, folder by folder, and every one that was not.
 *
 *   npm run test:mutants                      the whole of sdk/src, which takes an hour or two
 *   npm run test:mutants -- sdk/src/policy    some folders or files
 *   npm run test:mutants -- --force …         also what was tried before and has not changed since
 *
 * Exits 1 where fewer than 85 % were noticed (`stryker.config.json`).
 */
import { existsSync, statSync } from 'node:fs'
import { join, posix, relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'

type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number]

const root = resolve(import.meta.dirname, '../..')
const source = 'sdk/src'
const say = (line = '') => process.stdout.write(`${line}\n`)

/** The patterns that Stryker takes for a folder or a file; undefined for what is no source of the sdk. */
function patternOf(path: string): string | undefined {
  const fromRoot = relative(root, resolve(root, path)).split(sep).join('/')
  if (fromRoot !== source && !fromRoot.startsWith(`${source}/`)) return undefined
  if (!existsSync(join(root, fromRoot))) return undefined
  return statSync(join(root, fromRoot)).isDirectory() ? `${fromRoot}/**/*.ts` : fromRoot
}

const share = (part: number, of: number) => (of === 0 ? 'none' : `${((100 * part) / of).toFixed(2)} %`)

/** One row of the table: a mutant that ended in an endless loop was noticed, one that was no program does not count. */
function row(name: string, mutants: readonly Mutant[]): string[] {
  const count = (...statuses: Mutant['status'][]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length
  const noticed = count('Killed', 'Timeout')
  const missed = count('Survived', 'NoCoverage')
  return [
    name,
    ...[noticed + missed, noticed, count('Survived'), count('NoCoverage')].map(String),
    share(noticed, noticed + missed),
  ]
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  )
  for (const cells of rows) {
    const padded = cells.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    say(padded.join('  '))
  }
}

function tell(mutants: readonly Mutant[]): void {
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  for (const { fileName, location, mutatorName, replacement, status } of missed) {
    const place = `${relative(root, fileName).split(sep).join('/')}:${location.start.line}:${location.start.column}`
    const brief = (replacement ?? '').replace(/\s+/g, ' ').slice(0, 100)
    say(`${place}  ${mutatorName} → ${brief}${status === 'NoCoverage' ? '  (no test runs it)' : ''}`)
  }
  if (missed.length > 0) say()

  const folderOf = ({ fileName }: Mutant) => relative(join(root, source), fileName).split(sep)[0] ?? ''
  const folders = [...new Set(mutants.map(folderOf))].sort()
  print([
    ['', 'changes', 'noticed', 'unnoticed', 'not run', 'score'],
    ...folders.map((folder) =>
      row(
        folder,
        mutants.filter((mutant) => folderOf(mutant) === folder),
      ),
    ),
    row('all', mutants),
  ])
}

const { values, positionals } = parseArgs({
  options: { force: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const patterns = positionals.map((path) => [path, patternOf(path)] as const)
const unknown = patterns.filter(([, pattern]) => pattern === undefined).map(([path]) => path)
if (unknown.length > 0) {
  say(
    `Not in ${source}: ${unknown.join(', ')}. Name folders or files of it, such as ${posix.join(source, 'policy')}.`,
  )
  process.exitCode = 2
} else {
  process.chdir(root)
  const stryker = new Stryker({
    configFile: 'sdk/stryker.config.json',
    force: values.force,
    ...(patterns.length > 0 && {
      mutate: [...patterns.map(([, pattern]) => pattern ?? ''), `!${source}/**/*.test.ts`],
    }),
  })
  try {
    tell(await stryker.runMutationTest())
  } catch {
    // Stryker has said why: a test that fails without any change, most of the time.
    process.exitCode = 1
  }
}
