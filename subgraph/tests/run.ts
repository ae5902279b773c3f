/**
 * Runs every scenario through `gnd test`: real graph-node, real mappings, a Postgres of its own; only the chain is
 * written down. Ends with the line `N passed, N failed`.
 *
 * Usage: npm test [-- NAME…], NAME being a file of tests/scenarios without its ending.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSubgraph } from '../runtime/build/buildSubgraph.ts'
import { locateGnd } from '../runtime/build/locateGnd.ts'
import { LOCAL_CHAIN_ID } from '../runtime/build/networks.ts'
import { forward } from '../runtime/network/forward.ts'
import { startPostgres } from '../runtime/postgres/startPostgres.ts'
import { RuntimeError } from '../runtime/RuntimeError.ts'
import { flattenEvents } from './flattenEvents.ts'
import type { Scenario } from './scenario.ts'

/** A scenario mostly waits for graph-node's polls. */
const AT_ONCE = 3
const HERE = fileURLToPath(new URL('./', import.meta.url))

async function writeScenarios(names: string[], folder: string): Promise<string[]> {
  const written: string[] = []
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const file of (await readdir(path.join(HERE, 'scenarios'))).sort()) {
    const name = path.basename(file, '.ts')
    if (names.length > 0 && !names.includes(name)) continue
    const { scenarios } = (await import(`./scenarios/${file}`)) as { scenarios: Scenario[] }
    for (const [index, scenario] of scenarios.entries()) {
      const target = path.join(folder, `${name}-${String(index + 1).padStart(2, '0')}.json`)
      await writeFile(target, JSON.stringify(scenario, null, 2))
      written.push(target)
    }
  }
  return written
}

async function main(): Promise<number> {
  const files = await writeScenarios(process.argv.slice(2), path.join(HERE, '.scenarios'))
  if (files.length === 0) throw new Error('No scenario of that name in tests/scenarios')
  const log: string[] = []
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const built = await buildSubgraph(LOCAL_CHAIN_ID, interrupted.signal, flattenEvents)
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'commonweal-subgraph-'))
  const postgres = await startPostgres({
    stateDir,
    log: (line) => log.push(line),
    signal: interrupted.signal,
  })
  try {
    const entrance = await forward({ host: '127.0.0.1', port: 0 }, { path: postgres.socket })
    try {
      let failed = 0
      const queue = files.entries()
      const work = async () => {
        // One iterator for all: each takes the next file that nobody has taken.
        for (const [index, file] of queue) {
          // A database each: gnd leaves what a failed scenario did, and its connections, for the next to trip over.
          const database = `scenario_${index}`
          await postgres.recreateDatabase(database)
          const url = postgres.url(database, '127.0.0.1', entrance.port)
          const { passed, output } = await runScenario(built.manifest, url, file, interrupted.signal)
          console.log(output)
          if (!passed) failed += 1
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      console.log(`${files.length - failed} passed, ${failed} failed`)
      return failed === 0 ? 0 : 1
    } finally {
      await entrance.close()
    }
  } finally {
    await postgres.stop()
    await rm(stateDir, { recursive: true, force: true })
  }
}

/** Passed means that gnd said so: an end without a verdict is a failure, and all of its output is shown. */
async function runScenario(manifest: string, url: string, file: string, signal: AbortSignal) {
  const child = spawn(locateGnd(), ['test', '--skip-build', '--manifest', manifest, file], {
    env: { ...process.env, POSTGRES_URL: url, GRAPH_LOG: process.env.GRAPH_LOG ?? 'crit', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  const passed = code === 0 && output.includes('Tests: 1 passed, 0 failed')
  const verdict = /^ {2}[✔✘] .*/m.exec(output)?.[0] ?? `  ✘ ${path.basename(file)}`
  return { passed, output: passed ? verdict : `${verdict}\n${output.trimEnd()}` }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof RuntimeError ? error.describe() : error)
  process.exitCode = 1
}
