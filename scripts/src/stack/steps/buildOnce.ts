import { join } from 'node:path'
import { lockFolder } from '../lockFolder.ts'
import { hashFiles, Stamp } from '../Stamp.ts'

/**
 * Does a piece of building unless it was done for the same inputs, one process at a time: two stacks of one checkout
 * share what is built.
 *
 * @param isThere Whether the result still exists; a stamp alone does not prove that.
 * @returns Whether anything had to be built.
 */
export async function buildOnce(
  {
    root,
    name,
    include,
    exclude = [],
    isThere,
  }: {
    root: string
    name: string
    include: readonly string[]
    exclude?: readonly string[]
    isThere: () => boolean
  },
  build: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<boolean> {
  const stamp = new Stamp(join(root, '.commonweal/stamps', name), hashFiles(root, include, exclude))
  if (stamp.isCurrent && isThere()) return false
  for (;;) {
    signal.throwIfAborted()
    const lock = lockFolder(join(root, '.commonweal/locks'), name)
    if ('owner' in lock) {
      await new Promise((resolve) => setTimeout(resolve, 250))
      continue
    }
    try {
      if (stamp.isCurrent && isThere()) return false
      stamp.clear()
      await build()
      stamp.set()
      return true
    } finally {
      lock.release()
    }
  }
}
