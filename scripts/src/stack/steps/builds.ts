import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Reaper } from '../startReaper.ts'
import { buildOnce } from './buildOnce.ts'
import { runStep } from './runStep.ts'

type Context = { root: string; logs: string; reaper: Reaper; signal: AbortSignal }

/** What the compiled contracts depend on. */
export const contractInputs = ['contracts/src/**/*.sol', 'contracts/hardhat.config.ts', 'package-lock.json']

/** @returns Whether the contracts had to be compiled. */
export async function compileContracts({ root, logs, reaper, signal }: Context): Promise<boolean> {
  const folder = join(root, 'contracts')
  return await buildOnce(
    {
      root,
      name: 'contracts',
      include: contractInputs,
      isThere: () =>
        existsSync(join(folder, 'artifacts/src/governance/CommunityFactory.sol/CommunityFactory.json')),
    },
    () =>
      runStep(
        {
          name: 'contracts compile',
          command: process.execPath,
          args: [join(root, 'node_modules/hardhat/dist/src/cli.js'), 'build', '--no-tests', '--quiet'],
          cwd: folder,
          logs,
        },
        { reaper, signal },
      ),
    signal,
  )
}

/** @returns Whether the subgraph had to be built. It keeps its own cache by content. */
export async function buildSubgraph({ root, logs, reaper, signal }: Context): Promise<boolean> {
  return await buildOnce(
    {
      root,
      name: 'subgraph',
      include: ['subgraph/**/*', 'contracts/generated/**/*', 'package-lock.json'],
      exclude: [
        'subgraph/build/**',
        'subgraph/generated/**',
        'subgraph/tests/**',
        'subgraph/node_modules/**',
      ],
      isThere: () => existsSync(join(root, 'subgraph/build')),
    },
    () =>
      runStep(
        {
          name: 'subgraph build',
          command: process.execPath,
          args: [join(root, 'subgraph/runtime/build/main.ts')],
          cwd: join(root, 'subgraph'),
          logs,
        },
        { reaper, signal },
      ),
    signal,
  )
}

/** @returns Whether the web app had to be built. */
export async function buildWeb({ root, logs, reaper, signal }: Context): Promise<boolean> {
  const folder = join(root, 'web')
  return await buildOnce(
    {
      root,
      name: 'web',
      include: [
        'web/{src,messages,public}/**/*',
        'web/*.{json,ts,mjs}',
        'sdk/src/**/*.ts',
        'contracts/generated/**/*',
        'tsconfig.json',
        'package-lock.json',
      ],
      exclude: ['**/*.test.ts', '**/*.test.tsx', 'web/next-env.d.ts', 'web/vitest.config.ts'],
      isThere: () => existsSync(join(folder, '.next/BUILD_ID')),
    },
    () =>
      runStep(
        {
          name: 'web build',
          command: process.execPath,
          args: [createRequire(join(folder, 'package.json')).resolve('next/dist/bin/next'), 'build'],
          cwd: folder,
          env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
          logs,
        },
        { reaper, signal },
      ),
    signal,
  )
}
