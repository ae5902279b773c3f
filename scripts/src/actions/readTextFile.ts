import { readFile, stat } from 'node:fs/promises'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

/** Why a file gives no text. */
export type TextFault = 'unreadable' | 'too_large' | 'not_text'

/**
 * Reads a file that somebody handed over, as text.
 *
 * @param limit Bytes of the largest that is read.
 * @param refuse Makes the error of a file that is none, too large, or not UTF-8.
 */
export async function readTextFile(
  path: string,
  limit: number,
  refuse: (fault: TextFault, message: string, cause?: unknown) => CommonwealError,
): Promise<string> {
  let bytes: Uint8Array
  try {
    // A pipe would be waited for without end.
    const found = await stat(path)
    if (!found.isFile()) throw refuse('unreadable', 'It is not a file.')
    if (found.size > limit) throw refuse('too_large', `It has ${found.size} bytes, which is too large.`)
    bytes = await readFile(path)
  } catch (cause) {
    if (cause instanceof CommonwealError) throw cause
    throw refuse('unreadable', 'It cannot be read.', cause)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw refuse('not_text', 'It is not text.', cause)
  }
}
