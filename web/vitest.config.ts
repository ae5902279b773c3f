import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': resolve(import.meta.dirname, 'src') } },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Component tests name happy-dom in their first line; everything else needs no DOM.
    environment: 'node',
    // It imports parts of Next in a form that Node does not resolve by itself.
    server: { deps: { inline: ['next-intl'] } },
  },
})
