import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { BundleFile } from './BundleFile.ts'

/** Makes the folder hold these files and no others. */
export function writeBundle(folder: string, files: readonly BundleFile[]): void {
  const wanted = new Set(files.map(({ path }) => path))
  for (const path of listFiles(folder)) if (!wanted.has(path)) rmSync(join(folder, path))
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}

/** Paths of files that are missing from the folder, are too many in it, or hold other bytes. */
export function differences(folder: string, files: readonly BundleFile[]): string[] {
  const wanted = new Map(files.map(({ path, bytes }) => [path, bytes]))
  const all = new Set([...wanted.keys(), ...listFiles(folder)])
  return [...all].sort().filter((path) => {
    const bytes = wanted.get(path)
    const place = join(folder, path)
    return bytes === undefined || !existsSync(place) || Buffer.compare(readFileSync(place), bytes) !== 0
  })
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}
