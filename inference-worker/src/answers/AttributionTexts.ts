import { createHash } from 'node:crypto'
import type { Manifest } from '@commonweal/sdk/manifest/schema'
import type { Hex } from 'viem'
import type { ArtifactStore } from '../artifacts/ArtifactStore.ts'

/** What a cultural protocol wants said with every answer. */
export interface Attribution {
  policyId: Hex
  /** sha256 of the text. */
  sha256: Hex
  /** The text itself, where the version's bundle has it. */
  text?: string
}

/** Longer ones are told by their digest only. */
const longestText = 16 * 1024

/** Finds the words that a policy knows by their digest: the manifest's own, or a file of the bundle. */
export class AttributionTexts {
  readonly #store: ArtifactStore

  constructor(store: ArtifactStore) {
    this.#store = store
  }

  of(wanted: readonly { policyId: Hex; digest: Hex }[], manifest: Manifest): Promise<Attribution[]> {
    return Promise.all(
      wanted.map(async ({ policyId, digest }) => {
        const text = await this.#textOf(digest.slice(2), manifest)
        return { policyId, sha256: digest, ...(text === undefined ? {} : { text }) }
      }),
    )
  }

  async #textOf(digest: string, { attribution, files }: Manifest): Promise<string | undefined> {
    if (attribution !== undefined && createHash('sha256').update(attribution).digest('hex') === digest) {
      return attribution
    }
    const file = files.find(({ sha256, size }) => sha256 === digest && size <= longestText)
    if (file === undefined) return undefined
    const bytes = await this.#store.readChecked(file.path, digest, longestText)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      return undefined
    }
  }
}
