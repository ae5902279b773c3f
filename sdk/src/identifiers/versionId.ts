import { encodeAbiParameters, type Hex, keccak256 } from 'viem'

/** `keccak256(abi.encode(modelId, manifestHash))`, as ModelRegistry.versionIdFor. */
export function versionId(modelId: Hex, manifestHash: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [modelId, manifestHash]))
}
