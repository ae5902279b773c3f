import { ManifestError } from '../errors/ManifestError.ts'
import { identifyContent } from '../lint/content/identifyContent.ts'
import { purposeOf } from '../lint/content/purposeOf.ts'
import { zipTailBytes } from '../lint/content/zipTailBytes.ts'

/**
 * Refuses a file whose bytes are not what its name says: a program or pickle renamed to `.onnx`, a `.json` that is not
 * JSON, a text with bytes that are not UTF-8. External weights (`.onnx_data`) are raw numbers: only what numbers do not
 * look like by chance is refused there.
 *
 * @throws ManifestError `content_refused`, with the path.
 */
export function checkContent(path: string, bytes: Uint8Array): void {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new ManifestError(`${JSON.stringify(path)}: ${reason}.`, {
      code: 'content_refused',
      path,
      cause,
      details: { reason },
      next: 'Leave the file out of the bundle, or replace it by what its name says.',
    })
  }
  const purpose = purposeOf(path)
  const found = identifyContent(bytes, bytes.subarray(-zipTailBytes), purpose)
  if (found !== undefined) refuse(`its content is ${found}`)
  if (purpose !== 'text') return
  let text = ''
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    refuse('its content is not UTF-8 text', cause)
  }
  if (text.includes('\u0000')) refuse('its content is not text')
  if (path.endsWith('.json')) {
    try {
      JSON.parse(text)
    } catch (cause) {
      refuse('its content is not JSON', cause)
    }
  }
}
