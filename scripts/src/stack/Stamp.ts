import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Digest of the names and contents of files, so that work whose inputs are the same is not done again. Times do not
 * count: a fresh checkout of the same files has the same digest.
 *
 * @param include Globs relative to `root`; @param exclude Globs of what does not matter, such as tests.
 */
export function hashFiles(root: string, include: readonly string[], exclude: readonly string[] = []): string {
  const hash = createHash('sha256')
  const files = include
    .flatMap((pattern) => globSync(pattern, { cwd: root, exclude: [...exclude], withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of [...new Set(files)].sort()) {
    hash.update(createHash('sha256').update(file.slice(root.length)).digest())
    hash.update(createHash('sha256').update(readFileSync(file)).digest())
  }
  return hash.digest('hex')
}

/** A note that a piece of work was finished for certain inputs. */
export class Stamp {
  readonly #path: string
  readonly #hash: string

  constructor(path: string, hash: string) {
    this.#path = path
    this.#hash = hash
  }

  get isCurrent(): boolean {
    try {
      return readFileSync(this.#path, 'utf8') === this.#hash
    } catch {
      return false
    }
  }

  /** Whether there is any note, for these inputs or others. */
  get exists(): boolean {
    return existsSync(this.#path)
  }

  /** Before the work: half-done work must not look finished. */
  clear(): void {
    rmSync(this.#path, { force: true })
  }

  /** After the work has succeeded. */
  set(): void {
    mkdirSync(dirname(this.#path), { recursive: true })
    writeFileSync(this.#path, this.#hash)
  }
}
