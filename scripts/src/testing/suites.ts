import { join } from 'node:path'
import type { Counts } from './Counts.ts'
import { readHardhatOutput } from './readHardhatOutput.ts'
import { readPlainOutput } from './readPlainOutput.ts'
import { readPlaywrightReport } from './readPlaywrightReport.ts'
import { readVitestReport } from './readVitestReport.ts'

export const root = join(import.meta.dirname, '../../..')

/** One runner over one room. */
export type Suite = {
  name: string
  /** The folder it runs in, from the root. */
  folder: string
  /** A program under node_modules/.bin or on the PATH, with its arguments. */
  command: [string, ...string[]]
  /** How long it may take, minutes. */
  minutes: number
  /** Suites that have to be over first: two that each want both cores slow each other down. */
  after?: readonly string[]
  /** Environment that tells the runner where to write its report. */
  report?: (file: string) => { args?: string[]; env?: Record<string, string> }
  /** Which of the lines it printed belong into the account of the whole run. */
  tells?: (output: string) => string[]
  /** Reads the outcome; undefined where the runner ended before it had one. */
  read: (output: string, report: string | undefined) => Counts | undefined
}

const vitest = (name: string, folder: string, minutes: number, more: Partial<Suite> = {}): Suite => ({
  name,
  folder,
  command: ['vitest', 'run'],
  minutes,
  report: (file) => ({ args: ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`] }),
  read: (_, report) => (report === undefined ? undefined : readVitestReport(report)),
  ...more,
})

/** Every suite that a merge has to pass, in the order in which they start. */
export const suites: readonly Suite[] = [
  {
    name: 'contracts',
    folder: 'contracts',
    command: ['node', 'scripts/testSolidity.ts'],
    minutes: 55,
    read: readPlainOutput,
  },
  vitest('sdk', 'sdk', 5),
  {
    name: 'contracts-node',
    folder: 'contracts',
    // What these deploy was compiled before any suite; the tests in Solidity would be compiled with it, all at once.
    command: ['hardhat', 'test', 'nodejs', '--no-compile'],
    minutes: 10,
    after: ['contracts'],
    read: readHardhatOutput,
  },
  {
    name: 'subgraph',
    folder: 'subgraph',
    command: ['npm', 'test', '--silent'],
    minutes: 10,
    read: readPlainOutput,
  },
  vitest('subgraph-runtime', 'subgraph', 3),
  vitest('scripts', 'scripts', 25),
  vitest('inference-worker', 'inference-worker', 15, { after: ['contracts'] }),
  vitest('web', 'web', 5),
  vitest('integration', 'test', 10, { after: ['contracts'] }),
  {
    name: 'e2e',
    folder: 'test',
    command: ['playwright', 'test', '--config', 'e2e/playwright.config.ts'],
    minutes: 20,
    // The browser waits for pages and blocks in real time: it gets the machine to itself.
    after: [
      'contracts',
      'sdk',
      'contracts-node',
      'subgraph',
      'subgraph-runtime',
      'scripts',
      'inference-worker',
      'web',
      'integration',
    ],
    report: (file) => ({ env: { COMMONWEAL_E2E_REPORT: file } }),
    read: (_, report) => (report === undefined ? undefined : readPlaywrightReport(report)),
  },
]

/** What is tested at length, once a night. */
export const deepSuites: readonly Suite[] = [
  {
    name: 'contracts-deep',
    folder: 'contracts',
    command: ['npm', 'run', '--silent', 'test:deep'],
    minutes: 120,
    tells: (output) => output.match(/^(?:seed|invariant_\w+:|testFuzz_\w+:) .+$/gm) ?? [],
    read: readPlainOutput,
  },
  {
    ...vitest('policy-deep', 'test', 60),
    command: ['vitest', 'run', 'differential/policy'],
    report: (file) => ({
      args: ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      env: { COMMONWEAL_POLICY_TRIPLES: '100000' },
    }),
    tells: (output) =>
      output.match(/^\d+ policy decisions from seed \d+|^[A-Z_]+: \d+ times, \d+ of them until a time$/gm) ??
      [],
  },
  {
    ...vitest('matching-deep', 'test', 60),
    command: ['vitest', 'run', 'differential/matching'],
    report: (file) => ({
      args: ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      env: { COMMONWEAL_MATCHING_ROUNDS: '10000' },
    }),
    tells: (output) =>
      output.match(/^\d+ funding rounds from seed \d+, \d+ with households$|^[a-z ,]+: \d+ rounds$/gm) ?? [],
  },
]
