import { RuntimeError } from '../RuntimeError.ts'

/** What a manifest needs to know of a chain. */
export interface ManifestValues {
  network: string
  communityRegistry: string
  modelRegistry: string
  quadraticFunding: string
  startBlock: number
}

/**
 * Puts a chain's values in the manifest's `{{holes}}`.
 * @throws RuntimeError `manifest_incomplete` for a hole without a value.
 */
export function fillManifest(template: string, values: ManifestValues): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, hole: string) => {
    const value = (values as unknown as Record<string, string | number | undefined>)[hole]
    if (value === undefined) {
      throw new RuntimeError('manifest_incomplete', `subgraph.template.yaml asks for {{${hole}}}.`, {
        next: 'Give it a value in runtime/build/buildSubgraph.ts, or take it out of the template.',
      })
    }
    return String(value)
  })
}
