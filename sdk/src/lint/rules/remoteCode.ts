import type { FileRule } from '../BundleFile.ts'
import type { Remark } from '../Finding.ts'

/** Fields by which other programs than transformers.js load code that comes with a model. */
const fields = ['auto_map', 'custom_pipelines', 'trust_remote_code']

/** Settings that ask for code. transformers.js does not heed them; whoever loads the model elsewhere may. */
export const remoteCodeRule: FileRule = {
  name: 'remote-code',
  check({ json }): Remark[] {
    if (typeof json !== 'object' || json === null) return []
    return fields
      .filter((field) => Object.hasOwn(json, field))
      .map((field) => ({
        severity: 'warn',
        message: `names code that other programs would load with the model (${field})`,
        next: 'Leave the field out: nothing that a bundle may hold answers to it.',
        at: field,
      }))
  },
}
