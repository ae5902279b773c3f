import { defineConfig } from 'vitest/config'

// Real processes are started and ended here, on machines that are busy with other suites at the same time.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } })
