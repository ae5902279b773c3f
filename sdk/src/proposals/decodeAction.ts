import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { federationAbi } from '@commonweal/contracts/abi/Federation'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { type Address, decodeFunctionData, type Hex, isAddressEqual, size, slice, zeroAddress } from 'viem'
import type { Action, ActionAddresses, DecodedAction, KnownAction, TransferAction } from './action.ts'
import { encodeAction } from './encodeAction.ts'
import { governanceAbi, tokenAbi } from './governanceAbi.ts'
import { type TimelockRole, timelockRoles } from './timelockRoles.ts'

function readTransfer(
  { target, value, calldata }: Action,
  addresses: ActionAddresses,
): TransferAction | undefined {
  const nobody = [zeroAddress, ...Object.values(addresses)].some((own) => isAddressEqual(own, target))
  if (nobody) return undefined
  if (size(calldata) === 0)
    return value > 0n ? { kind: 'transferNative', to: target, amount: value } : undefined
  const { args } = decodeFunctionData({ abi: tokenAbi, data: calldata })
  return { kind: 'transferToken', token: target, to: args[0], amount: args[1] }
}

function readRole(role: Hex): TimelockRole | undefined {
  return (Object.keys(timelockRoles) as TimelockRole[]).find((name) => timelockRoles[name] === role)
}

function readModelRegistry(calldata: Hex): KnownAction | undefined {
  const call = decodeFunctionData({ abi: modelRegistryAbi, data: calldata })
  switch (call.functionName) {
    case 'approve':
      return {
        kind: 'approveVersion',
        communityId: call.args[0],
        versionId: call.args[1],
        policyId: call.args[2],
        supersedesParent: call.args[3],
      }
    case 'setEvaluator':
      return {
        kind: 'setEvaluator',
        communityId: call.args[0],
        evaluator: call.args[1],
        recognised: call.args[2],
      }
    case 'setEvaluationRequired':
      return { kind: 'setEvaluationRequired', communityId: call.args[0], required: call.args[1] }
    case 'suspend':
      return {
        kind: 'suspendVersion',
        communityId: call.args[0],
        versionId: call.args[1],
        reason: call.args[2],
      }
    case 'restore':
      return { kind: 'restoreVersion', communityId: call.args[0], versionId: call.args[1] }
    case 'revoke':
      return {
        kind: 'revokeVersion',
        communityId: call.args[0],
        versionId: call.args[1],
        reason: call.args[2],
      }
  }
  return undefined
}

function readCulturalProtocols(calldata: Hex): KnownAction | undefined {
  const call = decodeFunctionData({ abi: culturalProtocolsAbi, data: calldata })
  switch (call.functionName) {
    case 'loosen':
      return { kind: 'loosenPolicy', policyId: call.args[0], rules: call.args[1] }
    case 'setCommercialGrant':
      return {
        kind: 'setCommercialGrant',
        policyId: call.args[0],
        account: call.args[1],
        granted: call.args[2],
      }
    case 'setDerivativeApproval':
      return {
        kind: 'setDerivativeApproval',
        policyId: call.args[0],
        versionId: call.args[1],
        approved: call.args[2],
      }
  }
  return undefined
}

function readFederation(calldata: Hex): KnownAction | undefined {
  const call = decodeFunctionData({ abi: federationAbi, data: calldata })
  if (call.functionName !== 'setGrant') return undefined
  const [communityId, to, { scopes, expiresAt, keepsOnRevocation }] = call.args
  return { kind: 'setGrant', communityId, to, scopes, expiresAt, keepsOnRevocation }
}

function readQuadraticFunding(calldata: Hex): KnownAction | undefined {
  const call = decodeFunctionData({ abi: quadraticFundingAbi, data: calldata })
  switch (call.functionName) {
    case 'openRound':
      return { kind: 'openRound', salt: call.args[0], terms: call.args[1] }
    case 'cancel':
      return { kind: 'cancelRound', roundId: call.args[0], reason: call.args[1] }
    case 'review':
      return {
        kind: call.args[2] ? 'acceptProject' : 'rejectProject',
        roundId: call.args[0],
        project: call.args[1],
        reason: call.args[3],
      }
  }
  return undefined
}

function readMembership(calldata: Hex): KnownAction | undefined {
  const call = decodeFunctionData({ abi: membershipAbi, data: calldata })
  switch (call.functionName) {
    case 'admit':
      return { kind: 'admitMember', account: call.args[0], roles: call.args[1] }
    case 'remove':
      return { kind: 'removeMember', account: call.args[0], reason: call.args[1] }
    case 'setRoles':
      return { kind: 'setRoles', account: call.args[0], roles: call.args[1] }
    case 'setVouching':
      return { kind: 'setVouching', needed: call.args[0].needed, seconds: call.args[0].period }
    case 'setRecoveryDelay':
      return { kind: 'setRecoveryDelay', seconds: call.args[0] }
    case 'supportRecovery':
      return { kind: 'supportRecovery', memberId: call.args[0], to: call.args[1] }
    case 'cancelRecovery':
      return { kind: 'cancelRecovery', memberId: call.args[0] }
  }
  return undefined
}

function readCommunityRegistry(calldata: Hex): KnownAction | undefined {
  const call = decodeFunctionData({ abi: communityRegistryAbi, data: calldata })
  switch (call.functionName) {
    case 'setCharter':
      return {
        kind: 'setCharter',
        communityId: call.args[0],
        charterDigest: call.args[1],
        charterURI: call.args[2],
      }
    case 'setGovernor':
      return { kind: 'setGovernor', communityId: call.args[0], governor: call.args[1] }
    case 'setCouncil':
      return { kind: 'setCouncil', communityId: call.args[0], council: call.args[1] }
    case 'offerAuthority':
      return { kind: 'offerAuthority', communityId: call.args[0], to: call.args[1] }
    case 'acceptAuthority':
      return { kind: 'acceptAuthority', communityId: call.args[0] }
  }
  return undefined
}

function readGovernor(calldata: Hex, addresses: ActionAddresses): KnownAction | undefined {
  const call = decodeFunctionData({ abi: governanceAbi, data: calldata })
  switch (call.functionName) {
    case 'setVotingDelay':
      return { kind: 'setVotingDelay', seconds: call.args[0] }
    case 'setVotingPeriod':
      return { kind: 'setVotingPeriod', seconds: call.args[0] }
    case 'setLateQuorumVoteExtension':
      return { kind: 'setLateQuorumVoteExtension', seconds: call.args[0] }
    case 'setQuorumBps':
      return { kind: 'setQuorumBps', basisPoints: call.args[0] }
    case 'setMinimumVoters':
      return { kind: 'setMinimumVoters', voters: call.args[0] }
    case 'setProposalThreshold':
      return { kind: 'setProposalThreshold', members: call.args[0] }
    case 'setReproposalCooldown':
      return { kind: 'setReproposalCooldown', seconds: call.args[0] }
    case 'setSuperMajorityBps':
      return { kind: 'setSuperMajorityBps', basisPoints: call.args[0] }
    case 'relay': {
      const [target, value, relayed] = call.args
      const payment = readTransfer({ target, value, calldata: relayed }, addresses)
      return payment && { kind: 'relay', payment }
    }
    case 'updateTimelock':
      return { kind: 'setTimelock', timelock: call.args[0] }
  }
  return undefined
}

function readTimelock(calldata: Hex): KnownAction | undefined {
  const call = decodeFunctionData({ abi: governanceAbi, data: calldata })
  switch (call.functionName) {
    case 'updateDelay':
      return { kind: 'setTimelockDelay', seconds: call.args[0] }
    case 'setTreasuryCap':
      return { kind: 'setTreasuryCap', basisPoints: call.args[0].capBps, seconds: call.args[0].period }
    case 'grantRole': {
      const role = readRole(call.args[0])
      return role && { kind: 'grantTimelockRole', role, account: call.args[1] }
    }
    case 'revokeRole': {
      const role = readRole(call.args[0])
      return role && { kind: 'revokeTimelockRole', role, account: call.args[1] }
    }
  }
  return undefined
}

function readCouncil(calldata: Hex): KnownAction | undefined {
  const call = decodeFunctionData({ abi: governanceAbi, data: calldata })
  switch (call.functionName) {
    case 'setThresholds':
      return { kind: 'setCouncilThresholds', consent: call.args[0], veto: call.args[1] }
    case 'setVetoPower':
      return { kind: 'setVetoPower', expiresAt: call.args[0] }
  }
  return undefined
}

function read(action: Action, addresses: ActionAddresses): KnownAction | undefined {
  const { target, calldata } = action
  // A community without a council or Governor has the zero address there: what is sent to it is for nobody.
  const isTo = (own: Address) => isAddressEqual(own, target) && !isAddressEqual(own, zeroAddress)
  if (size(calldata) > 0) {
    if (isTo(addresses.modelRegistry)) return readModelRegistry(calldata)
    if (isTo(addresses.culturalProtocols)) return readCulturalProtocols(calldata)
    if (isTo(addresses.federation)) return readFederation(calldata)
    if (isTo(addresses.quadraticFunding)) return readQuadraticFunding(calldata)
    if (isTo(addresses.membership)) return readMembership(calldata)
    if (isTo(addresses.communityRegistry)) return readCommunityRegistry(calldata)
    if (isTo(addresses.governor)) return readGovernor(calldata, addresses)
    if (isTo(addresses.timelock)) return readTimelock(calldata)
    if (isTo(addresses.council)) return readCouncil(calldata)
  }
  return readTransfer(action, addresses)
}

/**
 * Reads what a proposal's transaction does. Nothing is guessed: an action has a name only when encoding that name
 * again gives the very same transaction, so bytes at the end, dirty padding or money sent along make it `unknown`.
 *
 * @param addresses The community's own contracts, read from the chain. Of calls to any other address only a token's
 * `transfer` has a name.
 */
export function decodeAction(action: Action, addresses: ActionAddresses): DecodedAction {
  const { target, value, calldata } = action
  const unknown: DecodedAction = {
    kind: 'unknown',
    target,
    value,
    calldata,
    selector: size(calldata) >= 4 ? slice(calldata, 0, 4) : null,
  }
  let decoded: KnownAction | undefined
  try {
    decoded = read(action, addresses)
  } catch {
    return unknown
  }
  if (decoded === undefined) return unknown
  const again = encodeAction(decoded, addresses)
  const same =
    isAddressEqual(again.target, target) && again.value === value && again.calldata === calldata.toLowerCase()
  return same ? decoded : unknown
}
