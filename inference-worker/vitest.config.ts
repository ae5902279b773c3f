import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,test,models}/**/*.test.ts'],
    pool: 'forks',
    // Tests start chains, workers and models of their own: more files at once than cores only make them wait.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
