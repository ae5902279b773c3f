import { defineConfig } from 'vitest/config'

// Properties over thousands of random inputs, on machines that are busy with other suites at the same time.
export default defineConfig({ test: { testTimeout: 60_000 } })
