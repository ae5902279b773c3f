/**
 * Measures what each user call costs (test/gas) and keeps the numbers in `snapshots/`.
 *
 *   node contracts/scripts/gas.ts           writes them
 *   node contracts/scripts/gas.ts --check   writes nothing; exits 1 and names each number that differs
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openHardhat, packageRoot } from './openHardhat.ts'

type Snapshot = Map<string, Map<string, string>>

/** What the Solidity test task gives back of each suite; Hardhat publishes no type for it. */
type SuiteResult = {
  testResults: { valueSnapshotGroups?: { name: string; entries: { name: string; value: string }[] }[] }[]
}

/** Promises about cost, held whatever the kept numbers say. */
const ceilings = [
  { group: 'CommunityGovernor', name: "castVote, percent of OpenZeppelin's", most: 80 },
  { group: 'CommunityGovernor', name: 'castVotesBySig, a ballot of fifty', most: 16_000 },
]

const snapshotRoot = path.join(packageRoot, 'snapshots')

async function measure(): Promise<Snapshot> {
  const gasRoot = path.join(packageRoot, 'test/gas')
  const files = (await readdir(gasRoot)).filter((name) => name.endsWith('.t.sol')).sort()
  const hardhat = await openHardhat()
  const result = await hardhat.tasks.getTask(['test', 'solidity']).run({
    testFiles: files.map((name) => path.join(gasRoot, name)),
    testProfile: 'gas',
  })
  if (!result.success) throw new Error('The gas tests failed; nothing was measured.')

  const snapshot: Snapshot = new Map()
  for (const suite of result.value.suiteResults as SuiteResult[]) {
    for (const group of suite.testResults.flatMap((test) => test.valueSnapshotGroups ?? [])) {
      const entries = snapshot.get(group.name) ?? new Map<string, string>()
      for (const { name, value } of group.entries) entries.set(name, value)
      snapshot.set(group.name, entries)
    }
  }
  return snapshot
}

async function readSnapshot(): Promise<Snapshot> {
  const snapshot: Snapshot = new Map()
  const names = await readdir(snapshotRoot).catch(() => [])
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const entries = JSON.parse(await readFile(path.join(snapshotRoot, name), 'utf8')) as Record<
      string,
      string
    >
    snapshot.set(name.slice(0, -'.json'.length), new Map(Object.entries(entries)))
  }
  return snapshot
}

async function writeSnapshot(snapshot: Snapshot): Promise<void> {
  await rm(snapshotRoot, { recursive: true, force: true })
  await mkdir(snapshotRoot)
  for (const [group, entries] of snapshot) {
    const sorted = Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)))
    await writeFile(path.join(snapshotRoot, `${group}.json`), `${JSON.stringify(sorted, null, 2)}\n`)
  }
}

function differences(kept: Snapshot, measured: Snapshot): string[] {
  const lines: string[] = []
  for (const group of [...new Set([...kept.keys(), ...measured.keys()])].sort()) {
    const before = kept.get(group) ?? new Map<string, string>()
    const now = measured.get(group) ?? new Map<string, string>()
    for (const name of [...new Set([...before.keys(), ...now.keys()])].sort()) {
      if (before.get(name) === now.get(name)) continue
      lines.push(`${group}: ${name}: ${before.get(name) ?? 'not kept'} -> ${now.get(name) ?? 'not measured'}`)
    }
  }
  return lines
}

const measured = await measure()
for (const { group, name, most } of ceilings) {
  const value = measured.get(group)?.get(name)
  if (value !== undefined && Number(value) <= most) continue
  process.stderr.write(`too much: ${group}: ${name}: ${value ?? 'not measured'}, at most ${most}\n`)
  process.exitCode = 1
}
const changed = differences(await readSnapshot(), measured)
if (process.argv.includes('--check')) {
  for (const line of changed) process.stderr.write(`stale: ${line}\n`)
  if (changed.length > 0) {
    process.stderr.write('Run: npm run gas -w contracts\n')
    process.exitCode = 1
  }
} else {
  await writeSnapshot(measured)
  for (const line of changed) process.stdout.write(`${line}\n`)
  process.stdout.write(`wrote ${measured.size} files to contracts/snapshots\n`)
}
