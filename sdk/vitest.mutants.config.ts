import { join } from 'node:path'
import { mergeConfig } from 'vitest/config'
import config from './vitest.config.ts'

/** How the tests run under mutation: the same tests, in the order and the way that finds the first failure soonest. */
export default mergeConfig(config, {
  resolve: { alias: { 'fast-check': join(import.meta.dirname, 'test/briefRuns.ts') } },
  test: {
    // What reads the sources as text would read the mutants.
    exclude: ['**/node_modules/**', '**/purity.test.ts'],
    // Each mutant has a worker of its own already; a second one for every file of tests would only take time.
    isolate: false,
  },
})
