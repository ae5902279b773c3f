import { spawnSync } from 'node:child_process'

/** How a program can be cut off from the machine's network. */
export interface Isolation {
  /** The command that runs another in a network and process namespace of its own. */
  prefix: string[]
}

const NAMESPACES = ['--net', '--pid', '--fork', '--kill-child']

/**
 * Finds out whether this user may make a private network namespace: directly (root), or inside a user namespace.
 * @returns undefined where the machine allows neither.
 */
export function findIsolation(): Isolation | undefined {
  const candidates =
    process.getuid?.() === 0 ? [[], ['--user', '--map-root-user']] : [['--user', '--map-root-user']]
  for (const user of candidates) {
    const flags = [...user, ...NAMESPACES]
    if (spawnSync('unshare', [...flags, 'true'], { stdio: 'ignore' }).status === 0) {
      return { prefix: ['unshare', ...flags] }
    }
  }
  return undefined
}
