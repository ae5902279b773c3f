import type { Remark, RuleName } from './Finding.ts'

/** A file of the bundle as the rules see it. */
export type BundleFile = {
  path: string
  /** Bytes of the whole file. */
  size: number
  /** The whole file, or its beginning where it is larger than what is read. */
  bytes: Uint8Array
  /** Its last bytes, as many as an archive behind something else takes to show. */
  tail: Uint8Array
  /** The text, where the file is one. */
  text?: string
  /** The value, where the file is JSON. */
  json?: unknown
  /** Why there is no value, where the file should be JSON. */
  jsonFault?: Remark
}

/** What a rule may ask of the rest of the bundle. */
export type BundleSizes = (path: string) => number | undefined

/** A rule about one file at a time. It never throws, whatever the bytes. */
export type FileRule = {
  name: RuleName
  check(file: BundleFile, sizeOf: BundleSizes): Remark[]
}
