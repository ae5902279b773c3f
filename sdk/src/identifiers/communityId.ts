import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem'

/**
 * `keccak256(abi.encode(chainid, registry, registrar, salt))`, as CommunityRegistry.communityIdFor.
 *
 * @param registrar Who calls `register`: for a community founded through the factory, the factory.
 */
export function communityId({
  chainId,
  registry,
  registrar,
  salt,
}: {
  chainId: number | bigint
  registry: Address
  registrar: Address
  salt: Hex
}): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'address' }, { type: 'address' }, { type: 'bytes32' }],
      [BigInt(chainId), registry, registrar, salt],
    ),
  )
}
