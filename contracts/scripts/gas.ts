/**
 * Measures what each user call costs (test/gas), prints it beside what the plainest contracts of the kind cost in the same
 * run, OpenZeppelin's own where it has some, and keeps the numbers in `snapshots/`.
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

/** One measured number. */
type Entry = readonly [group: string, name: string]

/** What the plainest contracts of the kind are measured as, and how a table calls them. */
const yardsticks: Record<string, readonly { group: string; title: string }[]> = {
  CommunityGovernor: [
    { group: 'OpenZeppelin GovernorCountingSimple', title: 'OZ counting' },
    { group: 'OpenZeppelin Governor with timelock', title: 'OZ alike' },
  ],
  Membership: [{ group: 'OpenZeppelin ERC721Votes', title: 'OZ ERC721Votes' }],
  QuadraticFunding: [
    { group: 'Plain allocation', title: 'plain' },
    { group: 'Plain allocation among members', title: 'plain, members' },
  ],
}

/** What others say that theirs costs, which is not measured here: gas for one gift. */
const published: Record<string, Record<string, number>> = {
  QuadraticFunding: {
    'Allo v2, donation voting, direct': 63_688,
    'Allo v2, donation voting, vault': 111_864,
    'Allo v2, quadratic voting': 129_542,
  },
}

/** Calls that OpenZeppelin has under another name. */
const otherNames: Record<string, string> = {
  admit: 'mint and delegate',
  'join, vouched for by two': 'mint and delegate',
}

/** Promises about cost, held whatever the kept numbers say: gas, or times another number of the same run. */
const ceilings: readonly { entry: Entry; most: number; of?: Entry }[] = [
  {
    entry: ['CommunityGovernor', 'castVote, later'],
    most: 0.8,
    of: ['OpenZeppelin GovernorCountingSimple', 'castVote, later'],
  },
  { entry: ['CommunityGovernor', 'castVotesBySig, a ballot of fifty'], most: 16_000 },
  {
    entry: ['CommunityGovernor', 'castVote, later, one of 100,000 members'],
    most: 1.001,
    of: ['CommunityGovernor', 'castVote, later, one of 10 members'],
  },
  { entry: ['Membership', 'admit'], most: 0.6, of: ['OpenZeppelin ERC721Votes', 'mint and delegate'] },
  {
    entry: ['Membership', 'join, vouched for by two'],
    most: 0.6,
    of: ['OpenZeppelin ERC721Votes', 'mint and delegate'],
  },
  { entry: ['CommunityFactory', 'found with five members'], most: 3_000_000 },
  {
    entry: ['QuadraticFunding', 'give, a cart of ten'],
    most: 0.6,
    of: ['QuadraticFunding', 'give, ten times one'],
  },
  {
    entry: ['QuadraticFunding', 'give, after 100,000 contributions'],
    most: 1.02,
    of: ['QuadraticFunding', 'give, after 10 contributions'],
  },
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

function read(snapshot: Snapshot, [group, name]: Entry): number | undefined {
  const value = snapshot.get(group)?.get(name)
  return value === undefined ? undefined : Number(value)
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows) {
    const cells = widths.map((width, column) =>
      column === 0 ? (row[0] ?? '').padEnd(width) : (row[column] ?? '').padStart(width),
    )
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`)
  }
  process.stdout.write('\n')
}

/** A table for each contract: gas all in, a call a transaction. A ratio is ours to theirs. */
function printTables(snapshot: Snapshot): void {
  const beside = new Set(Object.values(yardsticks).flatMap((each) => each.map(({ group }) => group)))
  for (const [group, entries] of [...snapshot].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (beside.has(group)) continue
    const peers = yardsticks[group] ?? []
    const rows = [...entries.keys()].sort().map((name) => {
      const ours = read(snapshot, [group, name]) ?? Number.NaN
      const theirs = peers.flatMap((peer) => {
        const value = read(snapshot, [peer.group, otherNames[name] ?? name])
        return value === undefined ? ['', ''] : [value.toLocaleString('en'), (ours / value).toFixed(3)]
      })
      return [name, ours.toLocaleString('en'), ...theirs]
    })
    print([[group, 'gas', ...peers.flatMap(({ title }) => [title, 'ratio'])], ...rows])
    const elsewhere = Object.entries(published[group] ?? {})
    if (elsewhere.length > 0) {
      print([['published', 'gas'], ...elsewhere.map(([name, gas]) => [name, gas.toLocaleString('en')])])
    }
  }
}

/** Says of each promise whether it is kept. */
function judge(snapshot: Snapshot): boolean {
  let kept = true
  for (const { entry, most, of } of ceilings) {
    const value = read(snapshot, entry)
    const unit = of === undefined ? 1 : read(snapshot, of)
    const figure = value === undefined || unit === undefined ? undefined : value / unit
    const holds = figure !== undefined && figure <= most
    kept &&= holds
    const shown =
      figure === undefined
        ? 'not measured'
        : of === undefined
          ? figure.toLocaleString('en')
          : figure.toFixed(3)
    const against = of === undefined ? 'gas' : `of ${of.join(': ')}`
    const line = `${entry.join(': ')}: ${shown}, at most ${most.toLocaleString('en')} ${against}`
    if (holds) process.stdout.write(`held: ${line}\n`)
    else process.stderr.write(`too much: ${line}\n`)
  }
  return kept
}

const measured = await measure()
printTables(measured)
if (!judge(measured)) process.exitCode = 1
const changed = differences(await readSnapshot(), measured)
if (process.argv.includes('--check')) {
  for (const line of changed) process.stderr.write(`stale: ${line}\n`)
  if (changed.length > 0) {
    process.stderr.write('Run: npm run gas\n')
    process.exitCode = 1
  }
} else {
  await writeSnapshot(measured)
  for (const line of changed) process.stdout.write(`${line}\n`)
  process.stdout.write(`wrote ${measured.size} files to contracts/snapshots\n`)
}
