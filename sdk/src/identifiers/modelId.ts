import { encodeAbiParameters, type Hex, keccak256 } from 'viem'
import { checkSlug } from './checkSlug.ts'

/**
 * `keccak256(abi.encode(communityId, slug))`, as ModelRegistry.modelIdFor.
 *
 * @throws IdentifierError `invalid_slug` for a slug the registry would refuse.
 */
export function modelId(communityId: Hex, slug: string): Hex {
  checkSlug(slug)
  return keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'string' }], [communityId, slug]))
}
