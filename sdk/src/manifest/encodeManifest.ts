import canonicalize from 'canonicalize'
import { ManifestError } from '../errors/ManifestError.ts'
import { checkManifest } from './checkManifest.ts'
import { manifestLimits } from './manifestLimits.ts'
import type { Manifest } from './schema.ts'

/**
 * The one way to write a manifest: canonical JSON (RFC 8785) in UTF-8, without a newline at the end.
 *
 * @throws ManifestError for a manifest that `parseManifest` would refuse.
 */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const text = canonicalize(checkManifest(manifest)) as string
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > manifestLimits.manifestBytes) {
    throw new ManifestError(
      `The manifest would have ${bytes.length} bytes; the most is ${manifestLimits.manifestBytes}.`,
      {
        code: 'manifest_too_large',
        next: 'Shorten the card, or the list of files.',
        details: { expected: manifestLimits.manifestBytes, actual: bytes.length },
      },
    )
  }
  return bytes
}
