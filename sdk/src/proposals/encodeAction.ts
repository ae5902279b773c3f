import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { federationAbi } from '@commonweal/contracts/abi/Federation'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import type { Action, ActionAddresses, KnownAction } from './action.ts'
import { governanceAbi, tokenAbi } from './governanceAbi.ts'
import { timelockRoles } from './timelockRoles.ts'

function call(target: Address, calldata: Hex): Action {
  return { target, value: 0n, calldata }
}

/** The transaction that does `action` when the community's timelock sends it; the inverse of `decodeAction`. */
export function encodeAction(action: KnownAction, addresses: ActionAddresses): Action {
  const {
    communityRegistry,
    modelRegistry,
    culturalProtocols,
    federation,
    quadraticFunding,
    membership,
    governor,
    timelock,
    council,
  } = addresses
  switch (action.kind) {
    case 'approveVersion':
      return call(
        modelRegistry,
        encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'approve',
          args: [action.communityId, action.versionId, action.policyId, action.supersedesParent],
        }),
      )
    case 'setEvaluator':
      return call(
        modelRegistry,
        encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'setEvaluator',
          args: [action.communityId, action.evaluator, action.recognised],
        }),
      )
    case 'setEvaluationRequired':
      return call(
        modelRegistry,
        encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'setEvaluationRequired',
          args: [action.communityId, action.required],
        }),
      )
    case 'loosenPolicy':
      return call(
        culturalProtocols,
        encodeFunctionData({
          abi: culturalProtocolsAbi,
          functionName: 'loosen',
          args: [action.policyId, action.rules],
        }),
      )
    case 'setCommercialGrant':
      return call(
        culturalProtocols,
        encodeFunctionData({
          abi: culturalProtocolsAbi,
          functionName: 'setCommercialGrant',
          args: [action.policyId, action.account, action.granted],
        }),
      )
    case 'setDerivativeApproval':
      return call(
        culturalProtocols,
        encodeFunctionData({
          abi: culturalProtocolsAbi,
          functionName: 'setDerivativeApproval',
          args: [action.policyId, action.versionId, action.approved],
        }),
      )
    case 'setGrant': {
      const { scopes, expiresAt, keepsOnRevocation } = action
      return call(
        federation,
        encodeFunctionData({
          abi: federationAbi,
          functionName: 'setGrant',
          args: [action.communityId, action.to, { scopes, expiresAt, keepsOnRevocation }],
        }),
      )
    }
    case 'openRound':
      return call(
        quadraticFunding,
        encodeFunctionData({
          abi: quadraticFundingAbi,
          functionName: 'openRound',
          args: [action.salt, action.terms],
        }),
      )
    case 'cancelRound':
      return call(
        quadraticFunding,
        encodeFunctionData({
          abi: quadraticFundingAbi,
          functionName: 'cancel',
          args: [action.roundId, action.reason],
        }),
      )
    case 'acceptProject':
    case 'rejectProject':
      return call(
        quadraticFunding,
        encodeFunctionData({
          abi: quadraticFundingAbi,
          functionName: 'review',
          args: [action.roundId, action.project, action.kind === 'acceptProject', action.reason],
        }),
      )
    case 'suspendVersion':
      return call(
        modelRegistry,
        encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'suspend',
          args: [action.communityId, action.versionId, action.reason],
        }),
      )
    case 'restoreVersion':
      return call(
        modelRegistry,
        encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'restore',
          args: [action.communityId, action.versionId],
        }),
      )
    case 'revokeVersion':
      return call(
        modelRegistry,
        encodeFunctionData({
          abi: modelRegistryAbi,
          functionName: 'revoke',
          args: [action.communityId, action.versionId, action.reason],
        }),
      )
    case 'admitMember':
      return call(
        membership,
        encodeFunctionData({
          abi: membershipAbi,
          functionName: 'admit',
          args: [action.account, action.roles],
        }),
      )
    case 'removeMember':
      return call(
        membership,
        encodeFunctionData({
          abi: membershipAbi,
          functionName: 'remove',
          args: [action.account, action.reason],
        }),
      )
    case 'setRoles':
      return call(
        membership,
        encodeFunctionData({
          abi: membershipAbi,
          functionName: 'setRoles',
          args: [action.account, action.roles],
        }),
      )
    case 'setVouching':
      return call(
        membership,
        encodeFunctionData({
          abi: membershipAbi,
          functionName: 'setVouching',
          args: [{ needed: action.needed, period: action.seconds }],
        }),
      )
    case 'setRecoveryDelay':
      return call(
        membership,
        encodeFunctionData({ abi: membershipAbi, functionName: 'setRecoveryDelay', args: [action.seconds] }),
      )
    case 'supportRecovery':
      return call(
        membership,
        encodeFunctionData({
          abi: membershipAbi,
          functionName: 'supportRecovery',
          args: [action.memberId, action.to],
        }),
      )
    case 'cancelRecovery':
      return call(
        membership,
        encodeFunctionData({ abi: membershipAbi, functionName: 'cancelRecovery', args: [action.memberId] }),
      )
    case 'transferNative':
      return { target: action.to, value: action.amount, calldata: '0x' }
    case 'transferToken':
      return call(
        action.token,
        encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [action.to, action.amount] }),
      )
    case 'setVotingDelay':
      return call(
        governor,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setVotingDelay',
          args: [action.seconds],
        }),
      )
    case 'setVotingPeriod':
      return call(
        governor,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setVotingPeriod',
          args: [action.seconds],
        }),
      )
    case 'setLateQuorumVoteExtension':
      return call(
        governor,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setLateQuorumVoteExtension',
          args: [action.seconds],
        }),
      )
    case 'setQuorumBps':
      return call(
        governor,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setQuorumBps',
          args: [action.basisPoints],
        }),
      )
    case 'setMinimumVoters':
      return call(
        governor,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setMinimumVoters',
          args: [action.voters],
        }),
      )
    case 'setProposalThreshold':
      return call(
        governor,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setProposalThreshold',
          args: [action.members],
        }),
      )
    case 'setReproposalCooldown':
      return call(
        governor,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setReproposalCooldown',
          args: [action.seconds],
        }),
      )
    case 'setSuperMajorityBps':
      return call(
        governor,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setSuperMajorityBps',
          args: [action.basisPoints],
        }),
      )
    case 'relay': {
      const { target, value, calldata } = encodeAction(action.payment, addresses)
      return call(
        governor,
        encodeFunctionData({ abi: governanceAbi, functionName: 'relay', args: [target, value, calldata] }),
      )
    }
    case 'setTimelock':
      return call(
        governor,
        encodeFunctionData({ abi: governanceAbi, functionName: 'updateTimelock', args: [action.timelock] }),
      )
    case 'setTimelockDelay':
      return call(
        timelock,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'updateDelay',
          args: [action.seconds],
        }),
      )
    case 'setTreasuryCap':
      return call(
        timelock,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setTreasuryCap',
          args: [{ capBps: action.basisPoints, period: action.seconds }],
        }),
      )
    case 'grantTimelockRole':
      return call(
        timelock,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'grantRole',
          args: [timelockRoles[action.role], action.account],
        }),
      )
    case 'revokeTimelockRole':
      return call(
        timelock,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'revokeRole',
          args: [timelockRoles[action.role], action.account],
        }),
      )
    case 'setCouncilThresholds':
      return call(
        council,
        encodeFunctionData({
          abi: governanceAbi,
          functionName: 'setThresholds',
          args: [action.consent, action.veto],
        }),
      )
    case 'setVetoPower':
      return call(
        council,
        encodeFunctionData({ abi: governanceAbi, functionName: 'setVetoPower', args: [action.expiresAt] }),
      )
    case 'setCharter':
      return call(
        communityRegistry,
        encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'setCharter',
          args: [action.communityId, action.charterDigest, action.charterURI],
        }),
      )
    case 'setGovernor':
      return call(
        communityRegistry,
        encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'setGovernor',
          args: [action.communityId, action.governor],
        }),
      )
    case 'setCouncil':
      return call(
        communityRegistry,
        encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'setCouncil',
          args: [action.communityId, action.council],
        }),
      )
    case 'offerAuthority':
      return call(
        communityRegistry,
        encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'offerAuthority',
          args: [action.communityId, action.to],
        }),
      )
    case 'acceptAuthority':
      return call(
        communityRegistry,
        encodeFunctionData({
          abi: communityRegistryAbi,
          functionName: 'acceptAuthority',
          args: [action.communityId],
        }),
      )
  }
}
