import canonicalize from 'canonicalize'
import { ManifestError } from '../errors/ManifestError.ts'
import { checkManifest } from './checkManifest.ts'
import { manifestLimits } from './manifestLimits.ts'
import { scanJson } from './scanJson.ts'
import type { Manifest } from './schema.ts'

/** Enough to see what stands there; a character may be cut at either end. */
function excerpt(bytes: Uint8Array, offset: number): string {
  return new TextDecoder().decode(bytes.subarray(Math.max(0, offset - 8), offset + 24))
}

/**
 * Reads manifest.json from a source that is not believed. The bytes must be exactly the canonical encoding (RFC 8785)
 * of the value they hold, so that one manifest has one hash and nothing hides between two readings.
 *
 * @param bytes The whole file.
 * @throws ManifestError that says what is wrong and where; `path` names a file of the bundle where one is meant.
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > manifestLimits.manifestBytes) {
    throw new ManifestError(
      `The manifest has ${bytes.length} bytes; the most is ${manifestLimits.manifestBytes}.`,
      {
        code: 'manifest_too_large',
        details: { expected: manifestLimits.manifestBytes, actual: bytes.length },
      },
    )
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new ManifestError('The manifest is not valid UTF-8.', { code: 'manifest_not_utf8', cause })
  }
  scanJson(text, manifestLimits.depth)
  const value: unknown = JSON.parse(text)

  let canonical: Uint8Array
  try {
    canonical = new TextEncoder().encode(canonicalize(value))
  } catch (cause) {
    throw new ManifestError('The manifest holds a value that canonical JSON cannot express.', {
      code: 'manifest_not_canonical',
      cause,
    })
  }
  const length = Math.max(canonical.length, bytes.length)
  for (let offset = 0; offset < length; offset++) {
    if (canonical[offset] === bytes[offset]) continue
    throw new ManifestError(
      `The manifest is not canonical JSON (RFC 8785): it differs first at byte ${offset}.`,
      {
        code: 'manifest_not_canonical',
        details: { offset, expected: excerpt(canonical, offset), actual: excerpt(bytes, offset) },
        next: 'Write it with `encodeManifest`: sorted keys, no white space, shortest numbers.',
      },
    )
  }
  return checkManifest(value)
}
