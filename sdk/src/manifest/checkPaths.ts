import { ManifestError } from '../errors/ManifestError.ts'
import { checkPath } from './checkPath.ts'
import { comparePaths } from './comparePaths.ts'

/** Two names that some file system would take for one. */
function fold(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/**
 * Refuses a list of paths that is not sorted, or in which two paths (or their folders) would collide on a file system
 * that ignores case, or in which one path is a folder of another.
 *
 * @throws ManifestError `path_refused`.
 */
export function checkPaths(paths: readonly string[]): void {
  const folders = new Map<string, string>()
  const files = new Map<string, string>()
  let previous: string | undefined
  for (const [index, path] of paths.entries()) {
    const at = `files[${index}].path`
    checkPath(path)
    const refuse = (reason: string, next: string): never => {
      throw new ManifestError(`${JSON.stringify(path)}: ${reason}.`, {
        code: 'path_refused',
        path,
        at,
        next,
        details: { reason },
      })
    }
    const twin = files.get(fold(path))
    if (twin !== undefined) {
      refuse(
        twin === path ? 'it is listed twice' : `it differs from ${JSON.stringify(twin)} only in case or form`,
        'Keep one of the two.',
      )
    }
    if (previous !== undefined && comparePaths(previous, path) > 0) {
      refuse('files are not sorted by the bytes of their paths', 'Let `createManifest` make the list.')
    }
    const segments = path.split('/')
    for (let depth = 1; depth < segments.length; depth++) {
      const folder = segments.slice(0, depth).join('/')
      const known = folders.get(fold(folder))
      if (known !== undefined && known !== folder) {
        refuse(`its folder differs from ${JSON.stringify(known)} only in case or form`, 'Use one spelling.')
      }
      if (files.has(fold(folder)))
        refuse(`${JSON.stringify(folder)} is both a file and a folder`, 'Rename one of them.')
      folders.set(fold(folder), folder)
    }
    if (folders.has(fold(path))) refuse('it is both a file and a folder', 'Rename one of them.')
    files.set(fold(path), path)
    previous = path
  }
}
