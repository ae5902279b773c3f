import type { Address, Hex } from 'viem'

/** One transaction of a proposal, as the Governor holds it. `value` in wei. */
export type Action = { target: Address; value: bigint; calldata: Hex }

/** The contracts whose calls have a meaning here: two singletons, and the community's own. */
export type ActionAddresses = {
  communityRegistry: Address
  modelRegistry: Address
  membership: Address
  governor: Address
  timelock: Address
}

/** What a proposal's transaction does, in terms a sentence can be made of. Durations are in seconds. */
export type KnownAction =
  | { kind: 'approveVersion'; communityId: Hex; versionId: Hex; policyId: Hex }
  | { kind: 'suspendVersion'; communityId: Hex; versionId: Hex; reason: string }
  | { kind: 'restoreVersion'; communityId: Hex; versionId: Hex }
  | { kind: 'revokeVersion'; communityId: Hex; versionId: Hex; reason: string }
  | { kind: 'admitMember'; account: Address; roles: number }
  | { kind: 'removeMember'; account: Address; reason: string }
  | { kind: 'setRoles'; account: Address; roles: number }
  | { kind: 'transferNative'; to: Address; amount: bigint }
  | { kind: 'setVotingDelay'; seconds: number }
  | { kind: 'setVotingPeriod'; seconds: number }
  | { kind: 'setLateQuorumVoteExtension'; seconds: number }
  | { kind: 'setQuorumBps'; basisPoints: number }
  | { kind: 'setMinimumVoters'; voters: number }
  | { kind: 'setTimelockDelay'; seconds: bigint }
  | { kind: 'setCharter'; communityId: Hex; charterDigest: Hex; charterURI: string }
  | { kind: 'setGovernor'; communityId: Hex; governor: Address }
  | { kind: 'offerAuthority'; communityId: Hex; to: Address }
  | { kind: 'acceptAuthority'; communityId: Hex }

/** A call with no meaning known here. Show it as a warning, never as something harmless. */
export type UnknownAction = {
  kind: 'unknown'
  target: Address
  value: bigint
  calldata: Hex
  selector: Hex | null
}

export type DecodedAction = KnownAction | UnknownAction
