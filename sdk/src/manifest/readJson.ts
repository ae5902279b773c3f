import { ManifestError } from '../errors/ManifestError.ts'
import { scanJson } from './scanJson.ts'

/** Tokenizers and configurations nest about ten levels. */
const depth = 64

/**
 * Reads a JSON file of a bundle in the one way every reader would: UTF-8, no key twice in an object.
 *
 * @throws ManifestError `content_refused`, with the path.
 */
export function readJson(path: string, bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    scanJson(text, depth)
    return JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof ManifestError ? cause.message : 'It is not UTF-8 text.'
    throw new ManifestError(`${JSON.stringify(path)}: ${reason}`, {
      code: 'content_refused',
      path,
      ...(cause instanceof ManifestError && cause.at !== undefined ? { at: cause.at } : {}),
      cause,
      details: { reason },
      next: 'Correct the file, or export the model again.',
    })
  }
}
