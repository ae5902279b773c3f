import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identifyProcess, isRunning, type ProcessIdentity } from './ProcessIdentity.ts'

/**
 * Takes a folder for this process alone. A lock whose owner is gone, however it went, counts as free.
 *
 * @returns How to give it back, or who holds it.
 */
export function lockFolder(
  folder: string,
  name = 'lock',
): { release: () => void } | { owner: ProcessIdentity } {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  const draft = `${path}.${process.pid}`
  const self = JSON.stringify(identifyProcess(process.pid))
  for (;;) {
    writeFileSync(draft, self)
    try {
      // A link appears whole or not at all: nobody can read a lock that is half written.
      linkSync(draft, path)
      return {
        release: () => {
          if (read(path)?.raw === self) rmSync(path, { force: true })
        },
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const held = read(path)
      if (held?.owner && isRunning(held.owner)) return { owner: held.owner }
      rmSync(path, { force: true })
    } finally {
      rmSync(draft, { force: true })
    }
  }
}

function read(path: string): { raw: string; owner?: ProcessIdentity } | undefined {
  try {
    const raw = readFileSync(path, 'utf8')
    try {
      return { raw, owner: JSON.parse(raw) }
    } catch {
      return { raw }
    }
  } catch {
    return undefined
  }
}
