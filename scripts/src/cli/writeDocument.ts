import { writeFile } from 'node:fs/promises'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { toJson } from './Context.ts'

/**
 * Writes a document to a file.
 *
 * @param replace Whether a file that is there may go; a signed one may not.
 * @throws CommonwealError `file_exists` or `file_unwritable`.
 */
export async function writeDocument(path: string, document: unknown, replace = false): Promise<void> {
  const text = `${JSON.stringify(JSON.parse(toJson(document)), null, 2)}\n`
  try {
    await writeFile(path, text, { flag: replace ? 'w' : 'wx' })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new CommonwealError(`There is a file ${path} already.`, {
        code: 'file_exists',
        cause,
        details: { path },
        next: 'Name another file, or remove that one.',
      })
    }
    throw new CommonwealError(`${path} cannot be written.`, {
      code: 'file_unwritable',
      cause,
      details: { path },
      next: 'Name a file in a folder that exists and is yours.',
    })
  }
}
