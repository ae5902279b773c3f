import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { proposalId } from '@commonweal/sdk/governance/proposalId'
import type { ActionAddresses, KnownAction } from '@commonweal/sdk/proposals/action'
import { composeDescription } from '@commonweal/sdk/proposals/description'
import { encodeAction } from '@commonweal/sdk/proposals/encodeAction'
import type { Address, Hex } from 'viem'
import type { DisplayItem, PlannedTransaction } from '@/lib/transactions/PlannedTransaction'
import type { VersionProposal } from '../abilities/canProposeAbout'

/** What is proposed about which version. */
export type VersionProposalWish = {
  what: VersionProposal
  communityId: Hex
  versionId: Hex
  policyId: Hex
  /** The first line of the text. */
  title: string
  /** The rest of it; for `revoke` it is also what the registry keeps as the reason. */
  reason: string
  proposer: Address
}

function actionOf({ what, communityId, versionId, policyId, reason }: VersionProposalWish): KnownAction {
  switch (what) {
    case 'approve':
      return { kind: 'approveVersion', communityId, versionId, policyId, supersedesParent: false }
    case 'restore':
      return { kind: 'restoreVersion', communityId, versionId }
    case 'revoke':
      return { kind: 'revokeVersion', communityId, versionId, reason }
  }
}

/**
 * A proposal with one action about one version, bound to its proposer.
 *
 * @returns The transaction, and the id the proposal will have.
 */
export function proposeAboutVersion(
  wish: VersionProposalWish,
  addresses: ActionAddresses,
  items: readonly DisplayItem[],
): { transaction: PlannedTransaction; proposalId: bigint } {
  const { target, value, calldata } = encodeAction(actionOf(wish), addresses)
  const description = composeDescription(`# ${wish.title}\n\n${wish.reason.trim()}\n`, wish.proposer)
  const actions = { targets: [target], values: [value], calldatas: [calldata] }
  return {
    transaction: {
      address: addresses.governor,
      abi: communityGovernorAbi,
      functionName: 'propose',
      args: [actions.targets, actions.values, actions.calldatas, description],
      items,
    },
    proposalId: proposalId(actions, description),
  }
}
