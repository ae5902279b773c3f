/** Two names that some file system would take for one. */
function fold(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** Why a path cannot be beside those before it, and what to do. */
export type PathConflict = { reason: string; next: string }

/**
 * Paths of one bundle, held against one another: no two (nor two of their folders) may be one and the same on a file
 * system that ignores case or the form of characters, and none may be a folder of another.
 */
export class PathSet {
  readonly #files = new Map<string, string>()
  readonly #folders = new Map<string, string>()

  /** Adds a path, unless it conflicts. */
  add(path: string): PathConflict | undefined {
    const twin = this.#files.get(fold(path))
    if (twin !== undefined) {
      return {
        reason:
          twin === path
            ? 'it is listed twice'
            : `it differs from ${JSON.stringify(twin)} only in case or form`,
        next: 'Keep one of the two.',
      }
    }
    const segments = path.split('/')
    const folders: [folded: string, folder: string][] = []
    for (let depth = 1; depth < segments.length; depth++) {
      const folder = segments.slice(0, depth).join('/')
      const known = this.#folders.get(fold(folder))
      if (known !== undefined && known !== folder) {
        return {
          reason: `its folder differs from ${JSON.stringify(known)} only in case or form`,
          next: 'Use one spelling.',
        }
      }
      if (this.#files.has(fold(folder))) {
        return {
          reason: `${JSON.stringify(folder)} is both a file and a folder`,
          next: 'Rename one of them.',
        }
      }
      folders.push([fold(folder), folder])
    }
    if (this.#folders.has(fold(path))) {
      return { reason: 'it is both a file and a folder', next: 'Rename one of them.' }
    }
    for (const [folded, folder] of folders) this.#folders.set(folded, folder)
    this.#files.set(fold(path), path)
    return undefined
  }
}
