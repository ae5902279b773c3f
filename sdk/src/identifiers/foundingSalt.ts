import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem'

/**
 * The salt under which CommunityFactory registers what `founder` founds with `salt`: `keccak256(abi.encode(founder,
 * salt))`. Give it to `communityId` with the factory as registrar.
 */
export function foundingSalt(founder: Address, salt: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [founder, salt]))
}
