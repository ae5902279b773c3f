import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['differential/**/*.test.ts', 'integration/**/*.test.ts'],
    pool: 'forks',
    // Every file starts a whole stack on the same ports.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 360_000,
    // A stack that will not start must not be waited for twice.
    bail: 1,
    expect: { poll: { interval: 500, timeout: 120_000 } },
  },
})
