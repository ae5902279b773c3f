import { CommonwealError, type CommonwealErrorOptions } from './CommonwealError.ts'

/** Why a manifest was refused. */
export type ManifestErrorCode =
  | 'manifest_too_large'
  | 'manifest_not_utf8'
  | 'manifest_syntax'
  | 'manifest_duplicate_key'
  | 'manifest_too_deep'
  | 'manifest_not_canonical'
  | 'manifest_invalid'
  | 'manifest_limit'
  | 'path_refused'
  | 'content_refused'
  | 'card_refused'
  | 'field_missing'
  | 'file_missing'
  | 'files_root_mismatch'

type ManifestErrorOptions = Omit<CommonwealErrorOptions, 'code' | 'details'> & {
  code: ManifestErrorCode
  details?: Readonly<Record<string, unknown>>
  /** The file of the bundle that is meant, where one is. */
  path?: string
  /** Where in the manifest, as `files[3].size`, where that is known. */
  at?: string
}

/** A manifest, or a file it names, that must not be trusted. */
export class ManifestError extends CommonwealError {
  override name = 'ManifestError'
  readonly path?: string
  readonly at?: string

  constructor(message: string, { path, at, details, ...rest }: ManifestErrorOptions) {
    const place = { ...(path === undefined ? {} : { path }), ...(at === undefined ? {} : { at }) }
    super(message, { ...rest, details: { ...place, ...details } })
    if (path !== undefined) this.path = path
    if (at !== undefined) this.at = at
  }
}
