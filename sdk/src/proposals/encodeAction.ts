import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { encodeFunctionData } from 'viem'
import type { Action, ActionAddresses, KnownAction } from './action.ts'
import { governanceAbi } from './governanceAbi.ts'

/** The transaction that does `action` when the community's timelock sends it; the inverse of `decodeAction`. */
export function encodeAction(action: KnownAction, addresses: ActionAddresses): Action {
  const { communityRegistry, modelRegistry, membership, governor, timelock } = addresses
  switch (action.kind) {
    case 'approveVersion':
      return {
        target: modelRegistry,
        value: 0n,
        calldata: encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'approve',
          args: [action.communityId, action.versionId, action.policyId],
        }),
      }
    case 'suspendVersion':
      return {
        target: modelRegistry,
        value: 0n,
        calldata: encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'suspend',
          args: [action.communityId, action.versionId, action.reason],
        }),
      }
    case 'restoreVersion':
      return {
        target: modelRegistry,
        value: 0n,
        calldata: encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'restore',
          args: [action.communityId, action.versionId],
        }),
      }
    case 'revokeVersion':
      return {
        target: modelRegistry,
        value: 0n,
        calldata: encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'revoke',
          args: [action.communityId, action.versionId, action.reason],
        }),
      }
    case 'admitMember':
      return {
        target: membership,
        value: 0n,
        calldata: encodeFunctionData({
          abi: membershipAbi,
          functionName: 'admit',
          args: [action.account, action.roles],
        }),
      }
    case 'removeMember':
      return {
        target: membership,
        value: 0n,
        calldata: encodeFunctionData({
          abi: membershipAbi,
          functionName: 'remove',
          args: [action.account, action.reason],
        }),
      }
    case 'setRoles':
      return {
        target: membership,
        value: 0n,
        calldata: encodeFunctionData({
          abi: membershipAbi,
          functionName: 'setRoles',
          args: [action.account, action.roles],
        }),
      }
    case 'transferNative':
      return { target: action.to, value: action.amount, calldata: '0x' }
    case 'setVotingDelay':
      return {
        target: governor,
        value: 0n,
        calldata: encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setVotingDelay',
          args: [action.seconds],
        }),
      }
    case 'setVotingPeriod':
      return {
        target: governor,
        value: 0n,
        calldata: encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setVotingPeriod',
          args: [action.seconds],
        }),
      }
    case 'setLateQuorumVoteExtension':
      return {
        target: governor,
        value: 0n,
        calldata: encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setLateQuorumVoteExtension',
          args: [action.seconds],
        }),
      }
    case 'setQuorumBps':
      return {
        target: governor,
        value: 0n,
        calldata: encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setQuorumBps',
          args: [action.basisPoints],
        }),
      }
    case 'setMinimumVoters':
      return {
        target: governor,
        value: 0n,
        calldata: encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setMinimumVoters',
          args: [action.voters],
        }),
      }
    case 'setTimelockDelay':
      return {
        target: timelock,
        value: 0n,
        calldata: encodeFunctionData({
          abi: governanceAbi,
          functionName: 'updateDelay',
          args: [action.seconds],
        }),
      }
    case 'setCharter':
      return {
        target: communityRegistry,
        value: 0n,
        calldata: encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'setCharter',
          args: [action.communityId, action.charterDigest, action.charterURI],
        }),
      }
    case 'setGovernor':
      return {
        target: communityRegistry,
        value: 0n,
        calldata: encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'setGovernor',
          args: [action.communityId, action.governor],
        }),
      }
    case 'offerAuthority':
      return {
        target: communityRegistry,
        value: 0n,
        calldata: encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'offerAuthority',
          args: [action.communityId, action.to],
        }),
      }
    case 'acceptAuthority':
      return {
        target: communityRegistry,
        value: 0n,
        calldata: encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'acceptAuthority',
          args: [action.communityId],
        }),
      }
  }
}
