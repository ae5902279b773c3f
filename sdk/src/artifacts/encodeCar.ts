import { CarWriter } from '@ipld/car'
import type { CID } from 'multiformats/cid'
import type { ArtifactBlock } from './importArtifacts.ts'

/**
 * Writes blocks as a CARv1 with one root, in the order given, for `dag import` of any IPFS node.
 *
 * @returns The file, piece by piece; it is never held whole.
 */
export async function* encodeCar({
  root,
  blocks,
}: {
  root: CID
  blocks: Iterable<ArtifactBlock>
}): AsyncGenerator<Uint8Array, void, undefined> {
  const { writer, out } = CarWriter.create([root])
  const written = (async () => {
    try {
      for (const block of blocks) await writer.put(block)
    } finally {
      // Without it, whoever reads would wait for ever for the blocks that do not come.
      await writer.close()
    }
  })()
  // A failure is reported by the await below; without this it would count as unhandled while the reader is slow.
  written.catch(() => {})
  yield* out
  await written
}
