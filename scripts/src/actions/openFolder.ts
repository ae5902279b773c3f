import { createHash } from 'node:crypto'
import { constants, type Dirent } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { purposeOf } from '@commonweal/sdk/lint/content/purposeOf'
import { zipTailBytes } from '@commonweal/sdk/lint/content/zipTailBytes'
import type { BundleEntry, FileContent } from '@commonweal/sdk/lint/lintBundle'
import { comparePaths } from '@commonweal/sdk/manifest/comparePaths'
import { manifestLimits } from '@commonweal/sdk/manifest/manifestLimits'
import { BundleError } from './BundleError.ts'
import { gitFiles } from './gitFiles.ts'

/** Files and folders looked at; a folder costs work even where nothing is in it. */
const maxSeen = 4096
const chunkBytes = 4 * 1024 * 1024

/** Everything in a folder, for the lint to look at; unlike `readBundle`, which ends at the first thing that is wrong. */
export type OpenFolder = {
  entries: BundleEntry[]
  /** Whether there was more than a bundle may hold, and the rest was left. */
  more: boolean
  /** Files of git that were left out. */
  ofGit: string[]
}

/** Reads a file once: hashes all of it and keeps its beginning and its end. Never through a link. */
async function readContent(path: string, most: number): Promise<FileContent> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw new Error('not a file')
    const bytes = Buffer.alloc(Math.min(stat.size, most))
    const chunk = Buffer.alloc(Math.min(chunkBytes, Math.max(1, stat.size)))
    const hash = createHash('sha256')
    let tail = Buffer.alloc(0)
    let size = 0
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, size)
      if (bytesRead === 0) break
      const piece = chunk.subarray(0, bytesRead)
      hash.update(piece)
      if (size < bytes.length) piece.copy(bytes, size)
      tail = Buffer.concat([tail, piece]).subarray(-zipTailBytes)
      size += bytesRead
      // Somebody writes to it: what was judged would not be what is there.
      if (size > stat.size) throw new Error('grows')
    }
    if (size < stat.size) throw new Error('shrinks')
    return { sha256: hash.digest('hex'), size, bytes, tail }
  } finally {
    await file.close()
  }
}

/** What speaks against reading something as a file of a bundle. */
function obstacleOf(path: string, entry: Dirent, links: number): string | undefined {
  if (entry.isSymbolicLink()) return 'a symbolic link'
  if (!entry.isFile()) return 'not a file'
  // Weights are mapped into memory: whoever holds the other name could change them while they are used.
  return links > 1 && purposeOf(path) === 'numbers' ? 'a hard link' : undefined
}

/**
 * Lists a folder without reading any file.
 *
 * @throws BundleError `bundle_unreadable` when the folder itself cannot be read.
 */
export async function openFolder(directory: string): Promise<OpenFolder> {
  const entries: BundleEntry[] = []
  const skipped: string[] = []
  let seen = 0
  let more = false
  const refused = (path: string, obstacle: string) => {
    entries.push({
      path,
      obstacle,
      size: 0,
      read: () => Promise.reject(new Error(obstacle)),
    })
  }

  const walk = async (folder: string): Promise<void> => {
    let found: Dirent[]
    try {
      found = await readdir(join(directory, folder), { withFileTypes: true })
    } catch (cause) {
      if (folder !== '') return refused(folder, 'a folder that cannot be read')
      throw new BundleError(`The folder ${directory} cannot be read.`, {
        code: 'bundle_unreadable',
        cause,
        next: 'Give the folder that holds the model’s files.',
      })
    }
    found.sort((a, b) => comparePaths(a.name, b.name))
    for (const entry of found) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (gitFiles.has(path) && (entry.isDirectory() || entry.isFile())) {
        skipped.push(path)
        continue
      }
      // One more than a bundle may hold, and its manifest.
      if (entries.length > manifestLimits.files + 1 || ++seen > maxSeen) {
        more = true
        return
      }
      if (entry.isDirectory()) {
        if (path.split('/').length > manifestLimits.segments)
          refused(path, 'a folder too deep to be looked into')
        else await walk(path)
        continue
      }
      const place = join(directory, path)
      try {
        const { size, nlink } = await lstat(place)
        const obstacle = obstacleOf(path, entry, nlink)
        if (obstacle !== undefined) refused(path, obstacle)
        else entries.push({ path, size, read: (most) => readContent(place, most) })
      } catch {
        refused(path, 'something that cannot be read')
      }
    }
  }

  await walk('')
  return { entries, more, ofGit: skipped }
}
