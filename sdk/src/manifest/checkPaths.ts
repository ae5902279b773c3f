import { ManifestError } from '../errors/ManifestError.ts'
import { checkPath } from './checkPath.ts'
import { comparePaths } from './comparePaths.ts'
import { PathSet } from './PathSet.ts'

/**
 * Refuses a list of paths that is not sorted, or in which two paths (or their folders) would collide on a file system
 * that ignores case, or in which one path is a folder of another.
 *
 * @throws ManifestError `path_refused`.
 */
export function checkPaths(paths: readonly string[]): void {
  const known = new PathSet()
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
    const conflict = known.add(path)
    if (conflict !== undefined) refuse(conflict.reason, conflict.next)
    if (previous !== undefined && comparePaths(previous, path) > 0) {
      refuse('files are not sorted by the bytes of their paths', 'Let `createManifest` make the list.')
    }
    previous = path
  }
}
