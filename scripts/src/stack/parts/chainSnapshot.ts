import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { askChain } from './askChain.ts'

const unpack = promisify(gunzip)

export const snapshotPath = (folder: string): string => join(folder, 'state.json')
export const hasSnapshot = (folder: string): boolean => existsSync(snapshotPath(folder))

/**
 * Keeps the whole chain in a file. Written beside and renamed: what anvil writes by itself (`--state-interval`) is cut
 * off when the process is killed in the middle, and then no later start can read it.
 */
export async function takeSnapshot(url: string, folder: string): Promise<void> {
  const packed = await askChain<string>(url, 'anvil_dumpState', [], AbortSignal.timeout(60_000))
  const bytes = await unpack(Buffer.from(packed.slice(2), 'hex'))
  const draft = `${snapshotPath(folder)}.draft`
  try {
    const file = await open(draft, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, snapshotPath(folder))
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
