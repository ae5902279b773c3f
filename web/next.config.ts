import { resolve } from 'node:path'
import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./src/i18n/request.ts')

const config: NextConfig = {
  // The workspace packages are TypeScript sources.
  transpilePackages: ['@commonweal/contracts', '@commonweal/sdk'],
  turbopack: { root: resolve(import.meta.dirname, '..') },
  outputFileTracingRoot: resolve(import.meta.dirname, '..'),
  // What is shown depends on the chain's present state and every response carries its own nonce.
  poweredByHeader: false,
  reactStrictMode: true,
  // The repository is type-checked and linted as a whole before this runs.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  experimental: { optimizePackageImports: ['lucide-react', 'radix-ui'] },
}

export default withNextIntl(config)
