import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem'

/**
 * `keccak256(abi.encode(modelId, manifestHash, contributor))`, as ModelRegistry.versionIdFor: the same manifest from
 * somebody else is another version, so nobody can take the place of a submission that it sees coming.
 */
export function versionId(modelId: Hex, manifestHash: Hex, contributor: Address): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'address' }],
      [modelId, manifestHash, contributor],
    ),
  )
}
