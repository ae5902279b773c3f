/**
 * The most a manifest may ask of a machine that has not agreed to anything yet.
 *
 * - `files` keeps every folder under the 256 KiB at which UnixFS would shard it, so one import profile gives one CID.
 * - `manifestBytes` is the chunk size of that profile: the manifest is one raw block, whose digest is `manifestHash`.
 */
export const manifestLimits = {
  /** Bytes of manifest.json. */
  manifestBytes: 1_048_576,
  /** Nesting of objects and arrays. */
  depth: 16,
  /** Entries of `files`. */
  files: 512,
  /** Bytes of one file. */
  fileBytes: 4_294_967_296,
  /** Bytes of all files together. */
  totalBytes: 17_179_869_184,
  /** UTF-8 bytes of a path. */
  pathBytes: 240,
  /** UTF-8 bytes of one segment of a path. */
  segmentBytes: 120,
  /** Folders and file in a path. */
  segments: 8,
} as const
