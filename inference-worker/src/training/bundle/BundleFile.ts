/** A file of a bundle, by its path in the bundle. */
export interface BundleFile {
  path: string
  bytes: Uint8Array
}

/** A text as a file. */
export function textFile(path: string, text: string): BundleFile {
  return { path, bytes: new TextEncoder().encode(text) }
}

/** A value as a JSON file that people can read. */
export function jsonFile(path: string, value: unknown): BundleFile {
  return textFile(path, `${JSON.stringify(value, null, 2)}\n`)
}
