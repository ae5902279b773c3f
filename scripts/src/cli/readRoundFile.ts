import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { ManifestError } from '@commonweal/sdk/errors/ManifestError'
import { scanJson } from '@commonweal/sdk/manifest/scanJson'
import { parseRound, type Round } from '@commonweal/sdk/matching/parseRound'
import { readTextFile } from '../actions/readTextFile.ts'

/** Bytes of the largest file: a million gifts with the addresses of their donors. */
const fileLimit = 268_435_456

/** Levels of a round are three. */
const depth = 8

/**
 * Reads a file with one round. Of a project that stands twice JSON keeps the last without a word; here it is refused.
 *
 * @throws CommonwealError `file_unreadable`, `file_not_json` or `round_invalid`, which name the place.
 */
export async function readRoundFile(path: string): Promise<Round> {
  const text = await readTextFile(
    path,
    fileLimit,
    (_, message, cause) =>
      new CommonwealError(`${path}: ${message}`, {
        code: 'file_unreadable',
        cause,
        details: { path },
        next: 'Name a JSON file with a round.',
      }),
  )
  try {
    scanJson(text, depth)
  } catch (cause) {
    if (!(cause instanceof ManifestError)) throw cause
    throw new CommonwealError(`${path}: ${cause.message}`, {
      code: 'file_not_json',
      cause,
      details: { path, ...(cause.at === undefined ? {} : { at: cause.at }) },
      next: 'Correct it where it says.',
    })
  }
  return parseRound(JSON.parse(text))
}
