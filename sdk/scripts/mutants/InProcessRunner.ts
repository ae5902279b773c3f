import { globSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { InstrumenterContext } from '@stryker-mutator/api/core'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import { collect, type Suite, type Test } from './testApi.ts'

interface LoadedFile {
  readonly tests: ReadonlyMap<string, Test>
  readonly suite: Suite
  isPrepared: boolean
}

const testApi = import.meta.resolve('./testApi.ts')
const briefRuns = import.meta.resolve('../../test/briefRuns.ts')
const copyMark = '?mutant='

/** Files of tests that a mutant in code that runs while its module loads meets, the nearest by imports. */
const mostCopies = 6

/** What the mutated code reads and counts with, wherever it is. */
const stryker: InstrumenterContext = {}
Object.assign(globalThis, { __stryker__: stryker })

/**
 * Runs the tests of the sdk for Stryker in the process that Stryker starts. Vitest starts anew for each mutant, which
 * takes many times longer than the few tests that run it; here the modules stay loaded, and a mutant is one variable.
 *
 * A mutant in code that runs while its module loads needs that module again, with everything that imports it: a copy of
 * those modules alone, under an address that names the mutant.
 */
export class InProcessRunner implements TestRunner {
  readonly #sandbox = process.cwd()
  readonly #sources = `${pathToFileURL(join(this.#sandbox, 'sdk')).href}/`
  /** What reads the sources as text would read the mutants. */
  readonly #testFiles = globSync('sdk/{src,test}/**/*.test.ts', { cwd: this.#sandbox })
    .filter((file) => !file.endsWith('purity.test.ts'))
    .map((file) => join(this.#sandbox, file))
    .sort()
  readonly #loaded = new Map<string, LoadedFile>()
  readonly #importers = new Map<string, Set<string>>()
  #copied: ReadonlySet<string> = new Set()

  capabilities() {
    return { reloadEnvironment: true }
  }

  async init(): Promise<void> {
    registerHooks({
      resolve: (specifier, context, next) => {
        const [parent = '', mutant] = (context.parentURL ?? '').split(copyMark)
        if (specifier === 'vitest' && parent.startsWith(this.#sources)) {
          return { url: testApi, shortCircuit: true }
        }
        if (specifier === 'fast-check' && parent !== briefRuns) return { url: briefRuns, shortCircuit: true }
        const resolved = next(specifier, context)
        if (!parent.startsWith(this.#sources) || !resolved.url.startsWith(this.#sources)) return resolved
        if (mutant !== undefined && this.#copied.has(resolved.url)) {
          return { ...resolved, url: `${resolved.url}${copyMark}${mutant}` }
        }
        const importers = this.#importers.get(resolved.url)
        if (importers) importers.add(parent)
        else this.#importers.set(resolved.url, new Set([parent]))
        return resolved
      },
    })
  }

  async dryRun({ files, disableBail }: DryRunOptions): Promise<DryRunResult> {
    stryker.activeMutant = undefined
    stryker.currentTestId = undefined
    const all = await this.#loadAll()
    const affected = files && this.#affectedBy(files)
    const tests: TestResult[] = []
    for (const [file, loaded] of all) {
      if (affected && !affected.has(pathToFileURL(file).href)) continue
      if (!(await this.#runTests(file, loaded, loaded.tests.keys(), disableBail, tests))) break
    }
    const coverage = stryker.mutantCoverage ?? { static: {}, perTest: {} }
    // Stryker runs the tests of a mutant in this order, and the first that fails is enough.
    const quickestFirst = tests.toSorted((one, other) => one.timeSpentMs - other.timeSpentMs)
    const perTest = Object.fromEntries(quickestFirst.map(({ id }) => [id, coverage.perTest[id] ?? {}]))
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { ...coverage, perTest } }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { hitLimit } = options
    const tests: TestResult[] = []
    stryker.activeMutant = undefined
    stryker.hitCount = 0
    // Stryker leaves out the limit where it knows none.
    if (hitLimit === undefined) delete stryker.hitLimit
    else stryker.hitLimit = hitLimit
    try {
      if (options.mutantActivation === 'static') await this.#runCopies(options, tests)
      else await this.#runFilter(options, tests)
    } finally {
      stryker.activeMutant = undefined
    }
    const timeout = determineHitLimitReached(stryker.hitCount, hitLimit)
    return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests })
  }

  async #runFilter({ testFilter = [], activeMutant, disableBail }: MutantRunOptions, results: TestResult[]) {
    for (const id of testFilter) {
      stryker.activeMutant = undefined
      const file = id.slice(0, id.indexOf('#'))
      const loaded = await this.#load(join(this.#sandbox, file))
      await prepare(loaded)
      stryker.activeMutant = activeMutant.id
      if (!(await this.#runTests(join(this.#sandbox, file), loaded, [id], disableBail, results))) return
    }
  }

  /**
   * Runs the tests that are nearest to the mutated file: those beside it, then those that the fewest imports part from it.
   * Each file of them is loaded anew, so they are few; what only others would notice counts as unnoticed.
   */
  async #runCopies(
    { activeMutant, sandboxFileName, disableBail }: MutantRunOptions,
    results: TestResult[],
  ): Promise<void> {
    await this.#loadAll()
    this.#copied = this.#affectedBy([sandboxFileName])
    const byDistance = [...this.#copied]
    const isFar = (file: string) => Number(dirname(file) !== dirname(sandboxFileName))
    const distance = (file: string) => byDistance.indexOf(pathToFileURL(file).href)
    const files = this.#testFiles
      .filter((file) => distance(file) >= 0)
      .sort((one, other) => isFar(one) - isFar(other) || distance(one) - distance(other))
      .slice(0, mostCopies)
    stryker.activeMutant = activeMutant.id
    for (const file of files) {
      const started = performance.now()
      try {
        const copy = await this.#import(file, `${copyMark}${activeMutant.id}`)
        await prepare(copy)
        if (!(await this.#runTests(file, copy, copy.tests.keys(), disableBail, results))) return
      } catch (error) {
        // A file that no longer loads fails as a whole.
        for (const id of (await this.#load(file)).tests.keys()) {
          results.push(failed(file, id, started, error))
          if (!disableBail) return
        }
      }
    }
  }

  /** Answers whether to go on. */
  async #runTests(
    file: string,
    loaded: LoadedFile,
    ids: Iterable<string>,
    disableBail: boolean,
    results: TestResult[],
  ): Promise<boolean> {
    await prepare(loaded)
    for (const id of ids) {
      const started = performance.now()
      stryker.currentTestId = id
      try {
        const wanted = loaded.tests.get(id)
        if (!wanted) throw new Error(`There is no test ${id}`)
        await wanted.run()
        const timeSpentMs = performance.now() - started
        results.push({ id, name: id, fileName: file, timeSpentMs, status: TestStatus.Success })
      } catch (error) {
        results.push(failed(file, id, started, error))
        if (!disableBail) return false
      } finally {
        stryker.currentTestId = undefined
      }
    }
    return true
  }

  async #loadAll(): Promise<ReadonlyMap<string, LoadedFile>> {
    for (const file of this.#testFiles) await this.#load(file)
    return this.#loaded
  }

  async #load(file: string): Promise<LoadedFile> {
    const known = this.#loaded.get(file)
    if (known) return known
    const loaded = await this.#import(file)
    this.#loaded.set(file, loaded)
    return loaded
  }

  async #import(file: string, mark = ''): Promise<LoadedFile> {
    const suite = await collect(() => import(`${pathToFileURL(file).href}${mark}`))
    const path = file.slice(this.#sandbox.length + 1).replaceAll('\\', '/')
    const tests = new Map<string, Test>()
    for (const test of suite.tests) {
      const id = `${path}#${test.name}`
      tests.set(tests.has(id) ? `${id} (${tests.size})` : id, test)
    }
    return { tests, suite, isPrepared: false }
  }

  /** The addresses of these files and of all that import them, directly or not, the nearest first. */
  #affectedBy(files: readonly string[]): ReadonlySet<string> {
    const affected = new Set(files.map((file) => pathToFileURL(file).href))
    // A set hands out what is added to it meanwhile.
    for (const url of affected) {
      for (const importer of this.#importers.get(url) ?? []) affected.add(importer)
    }
    return affected
  }
}

async function prepare(file: LoadedFile): Promise<void> {
  if (file.isPrepared) return
  for (const work of file.suite.before) await work()
  file.isPrepared = true
}

function failed(fileName: string, id: string, started: number, error: unknown): TestResult {
  const failureMessage = error instanceof Error ? error.message : String(error)
  const timeSpentMs = performance.now() - started
  return { id, name: id, fileName, timeSpentMs, status: TestStatus.Failed, failureMessage }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)]
