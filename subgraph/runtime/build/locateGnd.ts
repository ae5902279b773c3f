import { createRequire } from 'node:module'
import path from 'node:path'
import { RuntimeError } from '../RuntimeError.ts'
import { requireLinuxX64 } from '../requireLinuxX64.ts'

/**
 * Path of gnd, graph-node's development binary.
 * @throws RuntimeError `platform_unsupported`, `gnd_missing`.
 */
export function locateGnd(): string {
  requireLinuxX64()
  try {
    const manifest = createRequire(import.meta.url).resolve('@graphprotocol/gnd-linux-x64/package.json')
    return path.join(path.dirname(manifest), 'bin', 'gnd')
  } catch (cause) {
    throw new RuntimeError('gnd_missing', 'The package @graphprotocol/gnd-linux-x64 is not installed.', {
      next: 'Run npm ci without --omit=optional.',
      cause,
    })
  }
}
