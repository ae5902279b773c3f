import { readFile, writeFile } from 'node:fs/promises'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/**
 * Writes a file that nothing may replace: one that is there already has to hold the same.
 *
 * @returns Whether it was written.
 * @throws CommonwealError `file_exists` or `file_unwritable`.
 */
export async function writeOnce(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await writeFile(path, bytes, { flag: 'wx' })
    return true
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    if (exists && (await holds(path, bytes))) return false
    throw new CommonwealError(
      exists ? `There is another file ${path} already.` : `${path} cannot be written.`,
      {
        code: exists ? 'file_exists' : 'file_unwritable',
        cause,
        details: { path },
        next: exists
          ? 'Name another file, or remove that one.'
          : 'Name a file in a folder that exists and is yours.',
      },
    )
  }
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  return readFile(path).then(
    (found) => Buffer.compare(found, bytes) === 0,
    () => false,
  )
}
