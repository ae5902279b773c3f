import { type Hex, sha256 } from 'viem'

/**
 * The `manifestHash` of the chain: sha256 of manifest.json's exact bytes. Hash the bytes you were given, then parse
 * them; never hash a re-encoding.
 */
export function hashManifest(bytes: Uint8Array): Hex {
  return sha256(bytes)
}
