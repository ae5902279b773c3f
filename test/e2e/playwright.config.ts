import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const chromium = [process.env.COMMONWEAL_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
)

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // One stack, one community, one story: the steps depend on each other by their nature.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 15 * 60_000,
  expect: { timeout: 30_000 },
  outputDir: '../test-results',
  reporter: process.env.COMMONWEAL_E2E_REPORT
    ? [['list'], ['json', { outputFile: process.env.COMMONWEAL_E2E_REPORT }]]
    : [['list']],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
