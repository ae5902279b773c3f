import { type Address, encodeAbiParameters, type Hex, keccak256, stringToBytes } from 'viem'

/** The transactions a proposal stands for, as OpenZeppelin's Governor takes them. */
export type ProposalActions = {
  targets: readonly Address[]
  values: readonly bigint[]
  calldatas: readonly Hex[]
}

/** keccak256 of a description in UTF-8: the last argument of `queue` and `execute`. */
export function hashDescription(description: string): Hex {
  return keccak256(stringToBytes(description))
}

/** OpenZeppelin's `Governor.hashProposal`: `uint256(keccak256(abi.encode(targets, values, calldatas, hash)))`. */
export function hashProposal({ targets, values, calldatas }: ProposalActions, descriptionHash: Hex): bigint {
  return BigInt(
    keccak256(
      encodeAbiParameters(
        [{ type: 'address[]' }, { type: 'uint256[]' }, { type: 'bytes[]' }, { type: 'bytes32' }],
        [targets, values, calldatas, descriptionHash],
      ),
    ),
  )
}

/** The id a Governor gives to these actions with this description. */
export function proposalId(actions: ProposalActions, description: string): bigint {
  return hashProposal(actions, hashDescription(description))
}
