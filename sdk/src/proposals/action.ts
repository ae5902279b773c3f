import type { Address, Hex } from 'viem'
import type { Rules } from '../policy/rules.ts'
import type { RoundTerms } from './roundTerms.ts'
import type { TimelockRole } from './timelockRoles.ts'

/** One transaction of a proposal, as the Governor holds it. `value` in wei. */
export type Action = { target: Address; value: bigint; calldata: Hex }

/** The contracts whose calls have a meaning here: the singletons, and the community's own. Zero for one it has not. */
export type ActionAddresses = {
  communityRegistry: Address
  modelRegistry: Address
  culturalProtocols: Address
  federation: Address
  quadraticFunding: Address
  membership: Address
  governor: Address
  timelock: Address
  council: Address
}

/**
 * Money paid out. `amount` in wei, or in the token's smallest units. That `token` is one is what the call takes it for:
 * nothing here has asked it.
 */
export type TransferAction =
  | { kind: 'transferNative'; to: Address; amount: bigint }
  | { kind: 'transferToken'; token: Address; to: Address; amount: bigint }

/**
 * What a proposal's transaction does, in terms a sentence can be made of. Durations are in seconds, moments in Unix
 * seconds, shares in basis points. The zero address stands for nobody where a Governor, council or new authority is
 * named.
 */
export type KnownAction =
  | {
      kind: 'approveVersion'
      communityId: Hex
      versionId: Hex
      policyId: Hex
      /** The version takes the place of the one it descends from. */
      supersedesParent: boolean
    }
  | { kind: 'suspendVersion'; communityId: Hex; versionId: Hex; reason: string }
  | { kind: 'restoreVersion'; communityId: Hex; versionId: Hex }
  | { kind: 'revokeVersion'; communityId: Hex; versionId: Hex; reason: string }
  | { kind: 'setEvaluator'; communityId: Hex; evaluator: Address; recognised: boolean }
  | { kind: 'setEvaluationRequired'; communityId: Hex; required: boolean }
  /** Other rules, which may permit more. It takes the consent of elders too. */
  | { kind: 'loosenPolicy'; policyId: Hex; rules: Rules }
  | { kind: 'setCommercialGrant'; policyId: Hex; account: Address; granted: boolean }
  | { kind: 'setDerivativeApproval'; policyId: Hex; versionId: Hex; approved: boolean }
  /** `scopes` as bits of `types/Scopes.sol`: none takes everything back. Never over where `expiresAt` is zero. */
  | {
      kind: 'setGrant'
      communityId: Hex
      to: Hex
      scopes: number
      expiresAt: number
      keepsOnRevocation: boolean
    }
  /** The round's id follows from the community and the salt. */
  | { kind: 'openRound'; salt: Hex; terms: RoundTerms }
  | { kind: 'cancelRound'; roundId: Hex; reason: string }
  /** Also of what stewards have rejected: an appeal. */
  | { kind: 'acceptProject'; roundId: Hex; project: bigint; reason: string }
  | { kind: 'rejectProject'; roundId: Hex; project: bigint; reason: string }
  | { kind: 'admitMember'; account: Address; roles: number }
  | { kind: 'removeMember'; account: Address; reason: string }
  | { kind: 'setRoles'; account: Address; roles: number }
  /** Both zero: nobody joins by vouching. */
  | { kind: 'setVouching'; needed: number; seconds: number }
  | { kind: 'setRecoveryDelay'; seconds: number }
  | { kind: 'supportRecovery'; memberId: bigint; to: Address }
  | { kind: 'cancelRecovery'; memberId: bigint }
  | TransferAction
  | { kind: 'setVotingDelay'; seconds: number }
  | { kind: 'setVotingPeriod'; seconds: number }
  | { kind: 'setLateQuorumVoteExtension'; seconds: number }
  | { kind: 'setQuorumBps'; basisPoints: number }
  | { kind: 'setMinimumVoters'; voters: number }
  | { kind: 'setProposalThreshold'; members: number }
  | { kind: 'setReproposalCooldown'; seconds: number }
  | { kind: 'setSuperMajorityBps'; basisPoints: number }
  /** Pays what lies with the Governor instead of in the treasury. A relay of anything else is unknown. */
  | { kind: 'relay'; payment: TransferAction }
  | { kind: 'setTimelock'; timelock: Address }
  | { kind: 'setTimelockDelay'; seconds: bigint }
  | { kind: 'setTreasuryCap'; basisPoints: number; seconds: number }
  | { kind: 'grantTimelockRole'; role: TimelockRole; account: Address }
  | { kind: 'revokeTimelockRole'; role: TimelockRole; account: Address }
  | { kind: 'setCouncilThresholds'; consent: number; veto: number }
  | { kind: 'setVetoPower'; expiresAt: number }
  | { kind: 'setCharter'; communityId: Hex; charterDigest: Hex; charterURI: string }
  | { kind: 'setGovernor'; communityId: Hex; governor: Address }
  | { kind: 'setCouncil'; communityId: Hex; council: Address }
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
