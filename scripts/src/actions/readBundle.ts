import type { Dirent } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkPath } from '@commonweal/sdk/manifest/checkPath'
import { comparePaths } from '@commonweal/sdk/manifest/comparePaths'
import { manifestLimits } from '@commonweal/sdk/manifest/manifestLimits'
import { BundleError } from './BundleError.ts'
import { gitFiles } from './gitFiles.ts'

/** A file of a bundle; `path` as in the manifest. */
export type BundleFile = { path: string; bytes: Uint8Array }

/** The manifest's place in a bundle. */
export const manifestPath = 'manifest.json'

/**
 * Reads a folder as a bundle. Every file in it has to belong: nothing is skipped silently.
 *
 * @returns The files without manifest.json, that file's bytes where there is one, and which files of git lie beside.
 * @throws BundleError for links, devices, and more than the limits; ManifestError for a path a manifest cannot hold.
 */
export async function readBundle(
  directory: string,
): Promise<{ files: BundleFile[]; manifest: Uint8Array | undefined; ofGit: string[] }> {
  const files: BundleFile[] = []
  const skipped: string[] = []
  let manifest: Uint8Array | undefined
  let total = 0

  const walk = async (folder: string): Promise<void> => {
    let entries: Dirent[]
    try {
      entries = await readdir(join(directory, folder), { withFileTypes: true })
    } catch (cause) {
      throw new BundleError(`The folder ${join(directory, folder)} cannot be read.`, {
        code: 'bundle_unreadable',
        cause,
        next: 'Give the folder that holds the model’s files.',
      })
    }
    // The first refusal is the same on every file system.
    entries.sort((a, b) => comparePaths(a.name, b.name))
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (gitFiles.has(path) && (entry.isDirectory() || entry.isFile())) {
        skipped.push(path)
        continue
      }
      if (entry.isDirectory()) {
        await walk(path)
        continue
      }
      if (!entry.isFile()) {
        throw new BundleError(
          `${JSON.stringify(path)} is ${entry.isSymbolicLink() ? 'a symbolic link' : 'not a file'}.`,
          {
            code: 'bundle_link',
            details: { path },
            next: 'Put the file itself into the folder.',
          },
        )
      }
      if (path !== manifestPath) checkPath(path)
      const { size } = await lstat(join(directory, path))
      total += size
      const most = path === manifestPath ? manifestLimits.manifestBytes : manifestLimits.fileBytes
      if (size > most || total > manifestLimits.totalBytes || files.length >= manifestLimits.files) {
        throw new BundleError(
          size > most
            ? `${JSON.stringify(path)} has ${size} bytes; the most is ${most}.`
            : `With ${JSON.stringify(path)} the bundle holds more than ${manifestLimits.files} files or ${manifestLimits.totalBytes} bytes.`,
          {
            code: 'bundle_limit',
            details: { path, size },
            next: 'Leave out what the model does not need to run.',
          },
        )
      }
      let bytes: Uint8Array
      try {
        bytes = await readFile(join(directory, path))
      } catch (cause) {
        throw new BundleError(`${JSON.stringify(path)} cannot be read.`, {
          code: 'bundle_unreadable',
          cause,
          details: { path },
        })
      }
      if (path === manifestPath) manifest = bytes
      else files.push({ path, bytes })
    }
  }

  await walk('')
  return { files, manifest, ofGit: skipped.sort() }
}
