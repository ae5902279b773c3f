import { encodeAbiParameters, type Hex, keccak256 } from 'viem'

/** `keccak256(abi.encode(communityId, salt))`, as QuadraticFunding.roundIdFor: a round of quadratic funding. */
export function roundId(communityId: Hex, salt: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [communityId, salt]))
}
