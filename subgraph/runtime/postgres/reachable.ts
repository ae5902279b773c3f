import { stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Whether every user of the machine may walk to `file`. Root starts Postgres under another uid, to which a checkout
 * below /root (mode 0700) does not exist.
 */
export async function reachableByAll(file: string): Promise<boolean> {
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}
