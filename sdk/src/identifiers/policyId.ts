import { encodeAbiParameters, type Hex, keccak256 } from 'viem'

/** `keccak256(abi.encode(communityId, salt))`, as CulturalProtocols.policyIdFor; groups have the same formula. */
export function policyId(communityId: Hex, salt: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [communityId, salt]))
}
