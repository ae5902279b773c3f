import type { Hex } from 'viem'
import type { IndexedModel } from './queries/versionFields'

/** What people call a version: "version 3 of mutual-aid-classifier". */
export type VersionName = { slug: string; number: number }

/** The names of all versions of these models. */
export function versionNames(models: readonly IndexedModel[]): Map<Hex, VersionName> {
  return new Map(
    models.flatMap(({ slug, versions }) =>
      versions.map(({ id, number }) => [id, { slug, number }] as [Hex, VersionName]),
    ),
  )
}
