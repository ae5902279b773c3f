import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, rmdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { RuntimeError } from '../RuntimeError.ts'

/** Longest path a unix socket can have on Linux, less the longest name we give one. */
const LONGEST_FOLDER = 107 - '/bridge/.s.PGSQL.5432'.length

/**
 * A short folder of ours outside the checkout, the same on every run for the same `key`: sockets need a short path,
 * and root's Postgres one that its other uid can reach. Mode 0711: others may pass through, not look.
 * @throws RuntimeError `runtime_folder_taken` where somebody else made that folder.
 */
export async function runtimeFolder(key: string): Promise<string> {
  const uid = process.getuid?.() ?? 0
  const name = `commonweal-${uid}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`
  const preferred = path.join(os.tmpdir(), name)
  const folder = preferred.length <= LONGEST_FOLDER ? preferred : path.join('/tmp', name)
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const found = await lstat(folder)
  if (!found.isDirectory() || found.uid !== uid) {
    throw new RuntimeError('runtime_folder_taken', `${folder} belongs to somebody else (uid ${found.uid}).`, {
      next: `Remove it, or set TMPDIR to a folder of your own.`,
    })
  }
  await chmod(folder, 0o711)
  return folder
}

/** Removes a runtime folder unless something in it is still wanted. */
export async function leaveRuntimeFolder(folder: string): Promise<void> {
  await rmdir(folder).catch(() => {})
}
