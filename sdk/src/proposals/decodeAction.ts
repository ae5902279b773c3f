import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { decodeFunctionData, isAddressEqual, size, slice } from 'viem'
import type { Action, ActionAddresses, DecodedAction, KnownAction } from './action.ts'
import { encodeAction } from './encodeAction.ts'
import { governanceAbi } from './governanceAbi.ts'

function read({ target, value, calldata }: Action, addresses: ActionAddresses): KnownAction | undefined {
  const own = Object.values(addresses).some((address) => isAddressEqual(address, target))
  if (size(calldata) === 0) {
    return value > 0n && !own ? { kind: 'transferNative', to: target, amount: value } : undefined
  }
  if (isAddressEqual(target, addresses.modelRegistry)) {
    const call = decodeFunctionData({ abi: modelRegistryAbi, data: calldata })
    switch (call.functionName) {
      case 'approve':
        return {
          kind: 'approveVersion',
          communityId: call.args[0],
          versionId: call.args[1],
          policyId: call.args[2],
        }
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
  if (isAddressEqual(target, addresses.membership)) {
    const call = decodeFunctionData({ abi: membershipAbi, data: calldata })
    switch (call.functionName) {
      case 'admit':
        return { kind: 'admitMember', account: call.args[0], roles: call.args[1] }
      case 'remove':
        return { kind: 'removeMember', account: call.args[0], reason: call.args[1] }
      case 'setRoles':
        return { kind: 'setRoles', account: call.args[0], roles: call.args[1] }
    }
    return undefined
  }
  if (isAddressEqual(target, addresses.communityRegistry)) {
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
      case 'offerAuthority':
        return { kind: 'offerAuthority', communityId: call.args[0], to: call.args[1] }
      case 'acceptAuthority':
        return { kind: 'acceptAuthority', communityId: call.args[0] }
    }
    return undefined
  }
  const call = decodeFunctionData({ abi: governanceAbi, data: calldata })
  if (isAddressEqual(target, addresses.timelock)) {
    return call.functionName === 'updateDelay'
      ? { kind: 'setTimelockDelay', seconds: call.args[0] }
      : undefined
  }
  if (!isAddressEqual(target, addresses.governor)) return undefined
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
  }
  return undefined
}

/**
 * Reads what a proposal's transaction does. Nothing is guessed: an action has a name only when encoding that name
 * again gives the very same transaction, so bytes at the end, dirty padding or money sent along make it `unknown`.
 *
 * @param addresses The community's own contracts, read from the chain. Calls to any other address are `unknown`.
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
